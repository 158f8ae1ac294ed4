package main

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

// pattern is something to look for, with a function that brings what was found
// into one form.
type pattern struct {
	kind   string
	expr   *regexp.Regexp
	normal func(string) string
}

var patterns = []pattern{
	{"emails", regexp.MustCompile(`(?i)\b[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}\b`), strings.ToLower},
	{"links", regexp.MustCompile(`https?://[^\s<>"']+[^\s<>"'.,;:!?)]`), nil},
	{"dates", regexp.MustCompile(`\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b`), nil},
	{"hashtags", regexp.MustCompile(`\B#\w+`), strings.ToLower},
}

// Handle finds addresses, links, dates and hashtags in the text of the body.
func Handle(ctx *sdk.Context) (any, error) {
	text := string(ctx.Request.Body)
	if strings.TrimSpace(text) == "" {
		return nil, sdk.Error(400, "send the text as the body")
	}
	found := map[string][]string{}
	for _, p := range patterns {
		found[p.kind] = unique(p.expr.FindAllString(text, -1), p.normal)
	}
	ctx.Log.Debug("extracted", "bytes", len(text), "links", len(found["links"]))
	return found, nil
}

// unique returns the values sorted, each once.
func unique(values []string, normal func(string) string) []string {
	seen := map[string]bool{}
	for _, v := range values {
		if normal != nil {
			v = normal(v)
		}
		seen[v] = true
	}
	list := slices.AppendSeq([]string{}, maps.Keys(seen)) // not nil, which would be null in JSON
	slices.Sort(list)
	return list
}

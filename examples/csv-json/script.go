package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

// Handle takes CSV with a line of names and answers one object for each line
// after it. The separator may be chosen: ?separator=;
func Handle(ctx *sdk.Context) (any, error) {
	separator := ','
	if s := ctx.Request.Query.Get("separator"); s != "" {
		separator = []rune(s)[0]
	}
	lines, err := parse(string(ctx.Request.Body), separator)
	if err != nil {
		return nil, sdk.Error(400, err.Error())
	}
	if len(lines) == 0 {
		return nil, sdk.Error(400, "there is no first line with the names of the columns")
	}
	names := lines[0]
	records := []map[string]any{}
	for i, fields := range lines[1:] {
		if len(fields) != len(names) {
			return nil, sdk.Error(400, fmt.Sprintf("record %d has %d fields, not %d", i+1, len(fields), len(names)))
		}
		record := map[string]any{}
		for j, field := range fields {
			record[names[j]] = value(field)
		}
		records = append(records, record)
	}
	return records, nil
}

// value reads numbers and booleans as such.
func value(field string) any {
	if n, err := strconv.ParseFloat(field, 64); err == nil && !math.IsNaN(n) && !math.IsInf(n, 0) {
		return n
	}
	switch field {
	case "true":
		return true
	case "false":
		return false
	}
	return field
}

// parse splits CSV as RFC 4180 has it: a field in quotes may hold separators,
// line ends and doubled quotes.
func parse(text string, separator rune) ([][]string, error) {
	var lines [][]string
	var line []string
	var field strings.Builder
	quoted, wasQuoted := false, false
	endLine := func() {
		if field.Len() > 0 || wasQuoted || len(line) > 0 { // not an empty line
			lines = append(lines, append(line, field.String()))
		}
		line, wasQuoted = nil, false
		field.Reset()
	}
	runes := []rune(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text))
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case quoted && r == '"' && i+1 < len(runes) && runes[i+1] == '"':
			field.WriteRune('"')
			i++
		case r == '"' && (quoted || field.Len() == 0):
			quoted, wasQuoted = !quoted, true
		case quoted:
			field.WriteRune(r)
		case r == separator:
			line = append(line, field.String())
			field.Reset()
		case r == '\n':
			endLine()
		default:
			field.WriteRune(r)
		}
	}
	if quoted {
		return nil, fmt.Errorf("a quote is opened in record %d and never closed", len(lines))
	}
	endLine()
	return lines, nil
}

package admin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
)

// Completions is what editors offer while a script is typed.
type Completions struct {
	Packages []CompletionPackage `json:"packages" nullable:"false" doc:"The packages that scripts may import."`
	Keywords []string            `json:"keywords" nullable:"false" doc:"The keywords of the language."`
	Builtins []CompletionSymbol  `json:"builtins" nullable:"false" doc:"The names that need no import."`
}

// CompletionPackage is a package that scripts may import.
type CompletionPackage struct {
	Path    string             `json:"path" doc:"The import path."`
	Name    string             `json:"name" doc:"The name in front of its symbols."`
	Symbols []CompletionSymbol `json:"symbols" nullable:"false" doc:"What it exports to scripts."`
}

// CompletionSymbol is something that has a name.
type CompletionSymbol struct {
	Name      string             `json:"name" doc:"The name."`
	Kind      string             `json:"kind" enum:"func,type,const,var" doc:"What it is."`
	Signature string             `json:"signature" doc:"Its declaration, as Go writes it."`
	Doc       string             `json:"doc,omitempty" doc:"What it does, in a sentence."`
	Members   []CompletionMember `json:"members,omitempty" nullable:"false" doc:"The fields and methods of a type."`
}

// CompletionMember is a field or method of a type.
type CompletionMember struct {
	Name      string `json:"name" doc:"The name."`
	Kind      string `json:"kind" enum:"field,method" doc:"What it is."`
	Signature string `json:"signature" doc:"Its declaration, as Go writes it."`
	Doc       string `json:"doc,omitempty" doc:"What it does, in a sentence."`
}

// completionsOutput is the answer with what caches need.
type completionsOutput struct {
	Status       int
	ETag         string `header:"ETag" doc:"The entity tag of the document."`
	CacheControl string `header:"Cache-Control" doc:"That the document may be kept, and asked for again with If-None-Match."`
	Body         Completions
}

// registerCompletions adds the operation. The document is the same as long as
// the process runs.
func (a *api) registerCompletions(h huma.API) {
	kept := completionsOutput{
		Status:       http.StatusOK,
		CacheControl: "private, no-cache",
		Body:         Completions{Packages: []CompletionPackage{}, Keywords: []string{}, Builtins: []CompletionSymbol{}},
	}
	var broken error
	if len(a.Completions) > 0 {
		broken = json.Unmarshal(a.Completions, &kept.Body)
	}
	sum := sha256.Sum256(a.Completions)
	kept.ETag = `"` + hex.EncodeToString(sum[:16]) + `"`

	register(h, a, operation{
		method: http.MethodGet, path: "/completions", id: "get-completions", tag: tagScripts, scope: auth.Read,
		summary: "Get completions",
		about: "What scripts may use: the packages with their symbols, the keywords and the predeclared names. " +
			"It changes with the version of PiCloud only: keep it, and ask again with If-None-Match, which answers 304.",
	}, func(_ context.Context, in *struct {
		IfNoneMatch string `header:"If-None-Match" doc:"The ETag of the document that is known already, or several."`
	}) (*completionsOutput, error) {
		if broken != nil {
			return nil, fmt.Errorf("reading the completions: %w", broken)
		}
		out := kept
		if noneMatch(in.IfNoneMatch, kept.ETag) {
			out.Status, out.Body = http.StatusNotModified, Completions{}
		}
		return &out, nil
	})
}

// noneMatch reports whether an If-None-Match header names a tag. Tags are
// compared weakly: a proxy that compresses makes them weak.
func noneMatch(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == "*" || sameTag(one, tag) {
			return true
		}
	}
	return false
}

package main

import (
	"encoding/json"
	"go/parser"
	"go/token"
	"reflect"
	"strings"
	"testing"

	"github.com/picloud/picloud/sandbox/yaegi/symbols"
)

const howTo = "run go generate in sandbox/yaegi/symbols"

// committed is the document that is served.
func committed(t *testing.T) completions {
	t.Helper()
	var c completions
	if err := json.Unmarshal(symbols.Completions(), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// names are the names and kinds of symbols and of their members.
func names(list []symbol) []string {
	out := []string{}
	for _, s := range list {
		out = append(out, s.Kind+" "+s.Name)
		for _, m := range s.Members {
			out = append(out, m.Kind+" "+s.Name+"."+m.Name)
		}
	}
	return out
}

// What is offered is what is allowed. The words of the standard library's
// sources may differ: they change with each version of Go.
func TestCompletions_AreThoseOfTheAllowList(t *testing.T) {
	t.Parallel()
	want, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	got := committed(t)
	offered := map[string]pkg{}
	for _, p := range got.Packages {
		offered[p.Path] = p
	}
	for _, p := range want.Packages {
		o, ok := offered[p.Path]
		if !ok {
			t.Errorf("%s is missing: %s", p.Path, howTo)
			continue
		}
		delete(offered, p.Path)
		if g, w := names(o.Symbols), names(p.Symbols); o.Name != p.Name || !reflect.DeepEqual(g, w) {
			t.Errorf("%s offers\n%s\nwant\n%s\n%s", p.Path, strings.Join(g, ", "), strings.Join(w, ", "), howTo)
		}
		if strings.HasPrefix(p.Path, "github.com/") && !reflect.DeepEqual(o, p) {
			t.Errorf("%s is out of date: %s", p.Path, howTo)
		}
	}
	for path := range offered {
		t.Errorf("%s is offered and not allowed: %s", path, howTo)
	}
	if !reflect.DeepEqual(got.Keywords, want.Keywords) {
		t.Errorf("the keywords are %v, want %v: %s", got.Keywords, want.Keywords, howTo)
	}
}

func TestCompletions_AreWellFormed(t *testing.T) {
	t.Parallel()
	c := committed(t)
	docs := 0
	check := func(where string, s symbol) {
		if s.Name == "" || s.Signature == "" {
			t.Errorf("%s: %+v", where, s)
		}
		if s.Doc != "" {
			docs++
		}
		source := s.Signature
		switch s.Kind {
		case "type":
			// Without its members: type T struct.
			for _, kind := range []string{"struct", "interface"} {
				if strings.HasSuffix(source, " "+kind) {
					source += "{}"
				}
			}
		case "field":
			source = "type T struct { " + source + " }"
		case "func", "method", "const", "var":
		default:
			t.Errorf("%s.%s is a %q", where, s.Name, s.Kind)
		}
		if _, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+source, 0); err != nil {
			t.Errorf("%s.%s is not Go: %s: %v", where, s.Name, s.Signature, err)
		}
		if len(s.Doc) > maxDoc+len(" …") {
			t.Errorf("%s.%s says too much: %s", where, s.Name, s.Doc)
		}
	}
	total := 0
	for _, p := range c.Packages {
		for _, s := range p.Symbols {
			check(p.Path, s)
			total += 1 + len(s.Members)
			for _, m := range s.Members {
				check(p.Path+"."+s.Name, m)
			}
		}
	}
	if docs < total*2/3 {
		t.Errorf("%d of %d symbols are described", docs, total)
	}
	if size := len(symbols.Completions()); size > 256<<10 {
		t.Errorf("the document has %d bytes", size)
	}
	if len(c.Builtins) == 0 {
		t.Error("no builtins are offered")
	}
}

func TestCompletions_TellWhatGoDocTells(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"strings.Cut":                                 "func Cut(s, sep string) (before, after string, found bool)",
		"strings.Builder":                             "type Builder struct",
		"strings.Builder.WriteString":                 "func (b *Builder) WriteString(s string) (int, error)",
		"io.Reader.Read":                              "func (Reader) Read(p []byte) (n int, err error)",
		"net/http.StatusNotFound":                     "const StatusNotFound = 404",
		"net/http.Request.Method":                     "Method string",
		"time.Second":                                 "const Second Duration = 1000000000",
		"github.com/picloud/picloud/sdk.Context.Log":  "Log *Logger",
		"github.com/picloud/picloud/sdk.Request.JSON": "func (r *Request) JSON(v any) error",
		"github.com/picloud/picloud/sdk.Error":        "func Error(status int, message string) error",
	}
	for _, p := range committed(t).Packages {
		for _, s := range p.Symbols {
			for _, one := range append([]symbol{s}, s.Members...) {
				name := p.Path + "." + s.Name
				if one.Kind == "field" || one.Kind == "method" {
					name += "." + one.Name
				}
				if signature, ok := want[name]; ok && signature != one.Signature {
					t.Errorf("%s is %s, want %s", name, one.Signature, signature)
				}
				delete(want, name)
			}
		}
	}
	for name := range want {
		t.Errorf("%s is not offered", name)
	}
}

package yaegi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/picloud/picloud/sandbox/yaegi"
)

const oddScript = `package main

import (
	"fmt"
	"net/http"

	"github.com/picloud/picloud/sdk"
)

var hits int
var cache = map[string]string{}
var fixed = map[string]int{}

func init() { fixed["a"] = 1 }

const key = "id"

func Handle(ctx *sdk.Context) (any, error) {
	var in struct{ A int }
	ctx.Request.JSON(&in)
	_ = ctx.Request.JSON(&in)
	if err := ctx.Request.JSON(&in); err != nil {
		return nil, err
	}
	hits++
	hits = 5
	cache[ctx.Request.Params[key]] = "x"
	return fmt.Sprint(fixed["a"], ctx.Request.Params["name"], ctx.Request.Params[in.name()]), nil
}

func other(r *http.Request) string { return r.PathValue("slug") }
`

func TestWarnings_NameWhatIsOdd(t *testing.T) {
	t.Parallel()
	source := strings.Replace(oddScript, ", ctx.Request.Params[in.name()]", "", 1)
	var got []string
	for _, d := range yaegi.New().Check(source) {
		if d.Severity != "warning" {
			t.Errorf("severity %s", d.Severity)
		}
		got = append(got, fmt.Sprintf("%s:%d:%d", d.Code, d.Line, d.Column))
	}
	want := []string{"ignored_error:20:2", "ignored_error:21:6", "written_global:25:2", "written_global:27:2"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, d := range yaegi.New().Check(oddScript) { // in.name does not exist
		if d.Severity != "error" {
			t.Errorf("a warning for a source that is not valid: %+v", d)
		}
	}
}

// longScript is a script of about 300 lines that uses much of the language.
func longScript() string {
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n\t\"slices\"\n\t\"strings\"\n\n\t\"github.com/picloud/picloud/sdk\"\n)\n\n")
	for i := range 13 {
		fmt.Fprintf(&b, `type Item%[1]d struct {
	Name string `+"`json:\"name\"`"+`
	Tags []string
	N    int
}

func (i *Item%[1]d) Error() string { return i.Name }

func work%[1]d(list []Item%[1]d, want string) (found *Item%[1]d, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered: %%v", r)
		}
	}()
	slices.SortFunc(list, func(a, b Item%[1]d) int { return strings.Compare(a.Name, b.Name) })
	for i, item := range list {
		if item.Name == want && len(item.Tags) > i {
			return &list[i], nil
		}
	}
	return nil, fmt.Errorf("no %%s: %%w", want, &Item%[1]d{Name: want})
}

`, i)
	}
	b.WriteString("func Handle(ctx *sdk.Context) (any, error) {\n")
	for i := range 13 {
		fmt.Fprintf(&b, "\tif _, err := work%[1]d(nil, \"x\"); err != nil {\n\t\tvar item *Item%[1]d\n\t\tif errors.As(err, &item) {\n\t\t\treturn item, nil\n\t\t}\n\t}\n", i)
	}
	b.WriteString("\treturn nil, nil\n}\n")
	return b.String()
}

func TestCheck_TakesALongScript(t *testing.T) {
	t.Parallel()
	source := longScript()
	if n := strings.Count(source, "\n"); n < 300 {
		t.Fatalf("only %d lines", n)
	}
	if diagnostics := yaegi.New().Check(source); len(diagnostics) > 0 {
		t.Errorf("got %+v", diagnostics)
	}
}

// BenchmarkCheck is what a save costs; the diagnostics of a wrong source come
// without the interpreter.
func BenchmarkCheck(b *testing.B) {
	engine := yaegi.New()
	for name, source := range map[string]string{
		"300 lines":       longScript(),
		"300 wrong lines": strings.ReplaceAll(longScript(), "return nil, nil\n", "return nil, undefined\n"),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				engine.Check(source)
			}
		})
	}
}

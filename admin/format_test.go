package admin

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// Sources of less than 1 MiB whose formatting, parsing or both would take
// minutes or gigabytes.
func bombs() map[string]string {
	const head = "package main\n"
	nested := func(inner string) string {
		return head + "func f() " + strings.Repeat("{\n", 199) + inner + strings.Repeat("}", 199)
	}
	return map[string]string{
		"braces":     head + "func f(){" + strings.Repeat("{", 60_000) + strings.Repeat("}", 60_000) + "}",
		"calls":      head + "var a = b" + strings.Repeat("()", 90_000),
		"statements": nested(strings.Repeat("x;", 90_000)),
		"comments":   nested("/*" + strings.Repeat("a\n", 500_000) + "*/"),
		"fields":     head + "type T struct {\n" + strings.Repeat("a", 5_000) + " int\n" + strings.Repeat("b int\n", 10_000) + "}\n",
		"imports":    head + "import (\n\"" + strings.Repeat("a", 5_000) + "\" // a\n" + strings.Repeat("\"b\" // b\n", 10_000) + ")\n",
	}
}

func TestFormat_RefusesShortSourcesThatBecomeLong(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	for name, source := range bombs() {
		rec := f.send(http.MethodPost, "/scripts:format", `{"source":`+strconv.Quote(source)+`}`)
		if rec.Code != http.StatusUnprocessableEntity || !strings.Contains(rec.Body.String(), `"code":"limit"`) {
			t.Errorf("%s: %d %.300s", name, rec.Code, rec.Body)
		}
	}
}

func TestFormat_TakesLongSources(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n\t\"strings\"\n)\n")
	for i := range 4_000 {
		n := strconv.Itoa(i)
		b.WriteString("\n// f" + n + " is one of many functions, with a comment as long as they are.\nfunc f" + n +
			"(list []string) map[string][]int {\n\tfor i, s := range list {\n\t\tif strings.HasPrefix(s, \"prefix\") {\n\t\t\treturn map[string][]int{\"position\": {i, 1}}\n\t\t}\n\t}\n\treturn nil\n}\n")
	}
	source := b.String()
	if len(source) < maxSource*3/4 || len(source) > maxSource {
		t.Fatalf("the source has %d bytes", len(source))
	}
	if got, diagnostics := gofmt(source); got != source {
		t.Errorf("%v %.300s", diagnostics, got)
	}
}

func TestLint_DoesNotParseWhatIsTooDeep(t *testing.T) {
	t.Parallel()
	source := "package main\nvar _ = ctx.Request.Params[\"nme\"]\n" + strings.Repeat("var _ = "+strings.Repeat("(", 150)+"1"+strings.Repeat(")", 150)+"\n", 2)
	given := typedCaptures([]RouteInput{{Path: "/:name"}})
	if got := lint(source, given); len(got) != 1 {
		t.Errorf("a source that is not: %v", got)
	}
	source += "var _ = " + strings.Repeat("(", 60_000) + "1" + strings.Repeat(")", 60_000) + "\n"
	if got := lint(source, given); got != nil {
		t.Errorf("%v", got)
	}
}

package admin

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/picloud/picloud/sandbox"
)

func TestLint_WarnsOfParametersThatNoRouteGives(t *testing.T) {
	t.Parallel()
	routes := []RouteInput{{Path: "/greet/:name/in/:place"}, {Path: "/*", Host: "*.example.com", HostParamName: "tenant"}}
	tests := []struct {
		name, body string
		want       []string // line:column name
	}{
		{"given ones", `_ = ctx.Request.Params["name"] + ctx.Request.Params["place"] + ctx.Request.Params["tenant"]`, nil},
		{"another", `_ = ctx.Request.Params["nme"]`, []string{`4:24-4:29 "nme"`}},
		{"in other quotes", "_ = ctx.Request.Params[`nme`]", []string{`4:24-4:29 "nme"`}},
		{"columns are UTF-16 units", `_ = "🐹" + ctx.Request.Params["é"]`, []string{`4:31-4:34 "é"`}},
		{"a test of presence", `_, ok := ctx.Request.Params["id"]; _ = ok`, []string{`4:29-4:33 "id"`}},
		{"a constant", `_ = ctx.Request.Params[key]`, []string{`4:24-4:27 "id"`}},
		{"by a variable", "p := ctx.Request.Params\n_ = p[\"id\"]", []string{`5:7-5:11 "id"`}},
		{"a path value", `_ = r.PathValue("id") + r.PathValue("name")`, []string{`4:17-4:21 "id"`}},
		{"the rest", `_ = r.PathValue("rest")`, nil},
		{"the rest as a parameter", `_ = ctx.Request.Params["rest"]`, []string{`4:24-4:30 "rest"`}},
		{"twice", `_ = ctx.Request.Params["a"] + ctx.Request.Params["b"]`, []string{`4:24-4:27 "a"`, `4:50-4:53 "b"`}},
		{"what is not known", `_ = ctx.Request.Params[ctx.Request.Method]`, nil},
		{"what is written", `ctx.Request.Params["id"] = "7"`, nil},
		{"other maps", `_ = ctx.Request.Query["id"]; _ = other.Params["id"]; _ = list["id"]`, nil},
		{"a comment that moves lines", "//line x.go:100\n_ = ctx.Request.Params[\"id\"]", []string{`5:24-5:28 "id"`}},
		{"what cannot be parsed", `_ = ctx.Request.Params["nme"`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			source := "package main\nconst key = \"id\"\nfunc Handle(ctx *sdk.Context) any {\n" + tt.body + "\n}\n"
			var got []string
			for _, d := range lint(source, typedCaptures(routes)) {
				if d.Severity != sandbox.SeverityWarning || d.Code != "unknown_param" || !strings.HasSuffix(d.Message, `they capture "name", "place", "tenant"`) {
					t.Errorf("the diagnostic is %+v", d)
				}
				got = append(got, fmt.Sprintf("%d:%d-%d:%d %s", d.Line, d.Column, d.EndLine, d.EndColumn, strings.Fields(d.Message)[6]))
			}
			for i := range got {
				got[i] = strings.TrimSuffix(got[i], ",")
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestLint_SaysNothingOfScriptsWithoutRoutes(t *testing.T) {
	t.Parallel()
	const source = "package main\nfunc Handle(ctx *sdk.Context) any { return ctx.Request.Params[\"id\"] }\n"
	if got := lint(source, captures{}); got != nil {
		t.Errorf("got %+v", got)
	}
	got := lint(source, typedCaptures([]RouteInput{{Path: "/fixed"}}))
	if len(got) != 1 || !strings.Contains(got[0].Message, "give one a path with /:id") {
		t.Errorf("got %+v", got)
	}
}

func TestLint_IsBounded(t *testing.T) {
	t.Parallel()
	source := "package main\nfunc Handle(ctx *sdk.Context) any {\n" + strings.Repeat("_ = ctx.Request.Params[\"id\"]\n", 10_000) + "return nil }\n"
	if got := lint(source, typedCaptures([]RouteInput{{Path: "/fixed"}})); len(got) != maxWarnings {
		t.Errorf("got %d warnings", len(got))
	}
}

func TestScripts_AreCheckedAgainstTheirRoutes(t *testing.T) {
	t.Parallel()
	source := strconv.Quote("package main\nfunc Handle(ctx *sdk.Context) any { return ctx.Request.Params[\"nme\"] }\n")
	other := strconv.Quote("package main\nfunc Handle(ctx *sdk.Context) any { return ctx.Request.Params[\"name\"] }\n")
	bound := func(f *fixture) {
		f.script("greet")
		f.route("route", "greet", `{"path":"/greet/:name"}`)
	}
	const warning = `"severity":"warning","code":"unknown_param"`
	run(t, []scenario{
		{
			name: "a check knows the routes of a script", setup: bound, method: http.MethodPost, path: "/scripts:check",
			body:   `{"source":` + source + `,"script_id":"{greet}"}`,
			status: 200, contains: []string{`"ok":true`, warning, `"line":2,"column":63`},
		},
		{
			name: "a check knows routes that are not saved", setup: bound, method: http.MethodPost, path: "/scripts:check",
			body:   `{"source":` + source + `,"script_id":"{greet}","routes":[{"path":"/:nme"},{"path":"half a ro"}]}`,
			status: 200, contains: []string{`"ok":true`, `"diagnostics":[]`},
		},
		{
			name: "a check needs no script for routes", method: http.MethodPost, path: "/scripts:check",
			body:   `{"source":` + source + `,"routes":[{"path":"/x"}]}`,
			status: 200, contains: []string{warning},
		},
		{
			name: "a check without routes warns of no parameter", method: http.MethodPost, path: "/scripts:check",
			body: `{"source":` + source + `}`, status: 200, contains: []string{`"diagnostics":[]`},
		},
		{
			name: "an unknown script", method: http.MethodPost, path: "/scripts:check",
			body: `{"source":` + source + `,"script_id":"{unknown}"}`, status: 422, code: "unknown_script",
		},
		{
			name: "saving warns and saves", setup: bound, method: http.MethodPut, path: "/scripts/{greet}",
			body:   `{"name":"greet","source":` + source + `}`,
			status: 200, contains: []string{`"version":2`, `"warnings":[`, warning}, changes: 1,
			after: func(f *fixture, _ *httptest.ResponseRecorder) {
				if o := f.must(http.MethodGet, "/scripts/{greet}", ""); o["warnings"] != nil || o["version"] != 2.0 {
					t.Errorf("read again: %v", o)
				}
			},
		},
		{
			name: "what a save answered can be sent back", setup: bound, method: http.MethodPut, path: "/scripts/{greet}",
			body:   `{"name":"greet","source":` + other + `,"warnings":[{"line":1,"column":1,"severity":"warning","code":"type","message":"x"}]}`,
			status: 200, excludes: []string{"warnings"}, changes: 1,
		},
		{
			name: "the checker's warnings are in the answer", method: http.MethodPost, path: "/scripts",
			body: `{"name":"greet","source":"WARN"}`, status: 201, contains: []string{`"warnings":[`, "a warning"}, changes: 1,
		},
	})
}

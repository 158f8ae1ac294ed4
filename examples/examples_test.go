package examples_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/examples"
	"github.com/picloud/picloud/examples/internal/exampletest"
	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/local"
	"github.com/picloud/picloud/sandbox/yaegi"
)

func all(t *testing.T) []examples.Template {
	t.Helper()
	all, err := examples.All()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// The tests in the templates' own folders run them as plain Go.
func TestTemplates_AnswerTheirSamplesInTheSandbox(t *testing.T) {
	executor := local.New(yaegi.New(), local.Options{CheckTimeout: time.Minute})
	t.Cleanup(func() {
		if err := executor.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, e := range all(t) {
		t.Run(e.Name, func(t *testing.T) {
			diagnostics, err := executor.Check(t.Context(), e.Source)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range diagnostics {
				t.Errorf("%d:%d: %s", d.Line, d.Column, d.Message)
			}
			table := exampletest.Table(t, e)
			for _, sample := range e.Samples {
				w := httptest.NewRecorder()
				result := executor.Execute(context.Background(), call(t, table, e, sample.Request), w)
				if result.Outcome != sandbox.OK {
					t.Fatalf("%s %s: %s: %s", sample.Request.Method, sample.Request.URL, result.Outcome, result.Error)
				}
				exampletest.Compare(t, sample, w.Code, w.Header(), w.Body.String())
			}
		})
	}
}

// call is the execution that a request leads to.
func call(t *testing.T, table *routing.Table, e examples.Template, r examples.Request) *sandbox.Call {
	t.Helper()
	match := exampletest.Match(t, table, r)
	u, err := url.Parse(r.URL)
	if err != nil {
		t.Fatal(err)
	}
	call := &sandbox.Call{
		Script: sandbox.Script{ID: e.Name, Version: 1, Source: e.Source},
		Limits: sandbox.Limits{Timeout: time.Minute},
		Method: r.Method, Host: "localhost", Path: u.Path, Params: match.Params.Map(), Query: u.Query(), Rest: match.Rest,
		Header: http.Header{}, RemoteIP: "192.0.2.1", Body: strings.NewReader(r.Body),
	}
	if u.Host != "" {
		call.Host = u.Hostname()
	}
	for name, values := range r.Header {
		call.Header[http.CanonicalHeaderKey(name)] = values
	}
	return call
}

// fence is a fenced block of Go in a Markdown file.
var fence = regexp.MustCompile("(?ms)^```go\n(package main\n.*?)^```$")

// Other tests run these scripts as plain Go.
func TestDocs_ScriptsCanBeSaved(t *testing.T) {
	engine := yaegi.New() // not parallel: the engine changes the environment
	for _, page := range []string{"../README.md", "../docs/reference/sdk.md", "../docs/how-to/testing.md", "../docs/tutorial/first-api.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		scripts := 0
		for _, m := range fence.FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(m[1], `"testing"`) {
				continue
			}
			scripts++
			for _, d := range engine.Check(m[1]) {
				t.Errorf("%s: %d:%d: %s in\n%s", page, d.Line, d.Column, d.Message, m[1])
			}
		}
		if scripts == 0 {
			t.Errorf("%s has no script", page)
		}
	}
}

func TestTemplates_HaveTestsAsPlainGo(t *testing.T) {
	t.Parallel()
	var names []string
	for _, e := range all(t) {
		names = append(names, e.Name)
		test, err := os.ReadFile(path.Join(e.Name, "script_test.go"))
		if err != nil || !strings.Contains(string(test), "exampletest.Run(t, Handle)") {
			t.Errorf("%s does not run its samples: %v", e.Name, err)
		}
	}
	folders, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		if f.IsDir() && f.Name() != "internal" && !slices.Contains(names, f.Name()) {
			t.Errorf("%s is not among the templates", f.Name())
		}
	}
}

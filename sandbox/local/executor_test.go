package local_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/local"
	"github.com/picloud/picloud/sandbox/yaegi"
)

func newExecutor(t testing.TB, options local.Options) *local.Executor {
	t.Helper()
	if options.CheckTimeout == 0 {
		options.CheckTimeout = time.Minute
	}
	e := local.New(yaegi.New(), options)
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// script is a source whose Handle has a body.
func script(body string, imports ...string) string {
	var b strings.Builder
	b.WriteString("package main\n\nimport \"github.com/picloud/picloud/sdk\"\n")
	for _, path := range imports {
		fmt.Fprintf(&b, "import %q\n", path)
	}
	b.WriteString("\nfunc Handle(ctx *sdk.Context) (any, error) {\n" + body + "\n}\n")
	return b.String()
}

func callOf(source string) *sandbox.Call {
	return &sandbox.Call{
		Script: sandbox.Script{ID: "script", Version: 1, Source: source},
		Limits: sandbox.Limits{Timeout: 20 * time.Second},
		Method: http.MethodGet, Host: "example.test", Path: "/greet/alice",
		Params: map[string]string{"name": "alice"},
	}
}

func execute(t testing.TB, e *local.Executor, call *sandbox.Call) (sandbox.Result, *httptest.ResponseRecorder) {
	t.Helper()
	w := httptest.NewRecorder()
	return e.Execute(context.Background(), call, w), w
}

func TestExecute_TurnsWhatHandleReturnsIntoAResponse(t *testing.T) {
	t.Parallel()
	e := newExecutor(t, local.Options{})
	for name, test := range map[string]struct {
		source      string
		status      int
		contentType string
		body        string
	}{
		"nil":         {script("return nil, nil"), 204, "", ""},
		"text":        {script(`return "hi", nil`), 200, "text/plain; charset=utf-8", "hi"},
		"bytes":       {script(`return []byte("<html>"), nil`), 200, "text/html; charset=utf-8", "<html>"},
		"JSON":        {script(`return map[string]any{"name": ctx.Request.Params["name"]}, nil`), 200, "application/json", `{"name":"alice"}`},
		"a response":  {script(`return &sdk.Response{Status: 201, Header: map[string][]string{"X-A": {"b"}}, Body: []byte("x")}, nil`), 201, "", "x"},
		"a helper":    {script(`return sdk.JSON(202, []int{1}), nil`), 202, "application/json", "[1]"},
		"a redirect":  {script(`return sdk.Redirect(302, "/there"), nil`), 302, "", ""},
		"sdk.Error":   {script(`return nil, sdk.Error(404, "no such thing")`), 404, "application/json", `{"error":"no such thing"}`},
		"one result":  {"package main\n\nimport \"github.com/picloud/picloud/sdk\"\n\nfunc Handle(ctx *sdk.Context) any { return 5 }\n", 200, "application/json", "5"},
		"the handler": {"package main\n\nimport \"net/http\"\n\nfunc Handle(w http.ResponseWriter, r *http.Request) {\n\tw.Header().Set(\"X-Name\", r.PathValue(\"name\"))\n\tw.WriteHeader(418)\n\tw.Write([]byte(r.URL.Path))\n}\n", 418, "text/plain; charset=utf-8", "/greet/alice"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			call := callOf(test.source)
			call.Script.ID = name
			result, w := execute(t, e, call)
			if result.Outcome != sandbox.OK || !result.Wrote {
				t.Fatalf("result %+v", result)
			}
			if w.Code != test.status || w.Body.String() != test.body {
				t.Errorf("got %d %q, want %d %q", w.Code, w.Body, test.status, test.body)
			}
			if test.contentType != "" && w.Header().Get("Content-Type") != test.contentType {
				t.Errorf("content type %q, want %q", w.Header().Get("Content-Type"), test.contentType)
			}
		})
	}
}

func TestExecute_FailsWithoutWriting(t *testing.T) {
	t.Parallel()
	e := newExecutor(t, local.Options{Limits: sandbox.Limits{ResponseBytes: 1000}})
	for name, test := range map[string]struct {
		source  string
		outcome sandbox.Outcome
		text    string
	}{
		"an error":          {script(`return nil, errors.New("boom")`, "errors"), sandbox.Failed, "boom"},
		"a panic":           {script(`panic("boom")`), sandbox.Failed, "panic: boom (line 6)"},
		"an index":          {script("var l []int\nreturn l[len(ctx.Request.Path)], nil"), sandbox.Failed, "index out of range"},
		"a bad status":      {script(`return &sdk.Response{Status: 99}, nil`), sandbox.Failed, "99"},
		"a bad header":      {script(`return &sdk.Response{Header: map[string][]string{"a b": {"c"}}}, nil`), sandbox.Failed, "header"},
		"a bad value":       {script(`return &sdk.Response{Header: map[string][]string{"a": {"c\nd"}}}, nil`), sandbox.Failed, "header"},
		"no JSON":           {script(`return func() {}, nil`), sandbox.Failed, "JSON"},
		"too long":          {script(`return strings.Repeat("x", 2000), nil`, "strings"), sandbox.ResponseLimit, "2000"},
		"does not compile":  {"package main\n", sandbox.Failed, "entry point"},
		"a long handler":    {"package main\n\nimport \"net/http\"\n\nfunc Handle(w http.ResponseWriter, r *http.Request) { w.Write(make([]byte, 2000)) }\n", sandbox.ResponseLimit, ""},
		"panics at startup": {"package main\n\nimport \"github.com/picloud/picloud/sdk\"\n\nvar x = []int{}\nvar y = x[len(x)]\n\nfunc Handle(ctx *sdk.Context) any { return y }\n", sandbox.Failed, "index out of range"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			call := callOf(test.source)
			call.Script.ID = name
			result, w := execute(t, e, call)
			if result.Outcome != test.outcome || !strings.Contains(result.Error, test.text) {
				t.Errorf("got %s %q, want %s %q", result.Outcome, result.Error, test.outcome, test.text)
			}
			if result.Wrote || w.Body.Len() > 0 {
				t.Error("something was written")
			}
			for _, internal := range []string{"reflect", "interp", "yaegi", "0x"} {
				if strings.Contains(result.Error, internal) {
					t.Errorf("the error shows internals: %s", result.Error)
				}
			}
		})
	}
}

func TestExecute_LeavesOutFieldsOfTheConnection(t *testing.T) {
	t.Parallel()
	e := newExecutor(t, local.Options{})
	_, w := execute(t, e, callOf(script(`return &sdk.Response{Header: map[string][]string{"content-length": {"5"}, "Connection": {"close"}, "x-keep": {"1"}}}, nil`)))
	if len(w.Header()) != 1 || w.Header().Get("X-Keep") != "1" {
		t.Errorf("header %v", w.Header())
	}
}

func TestExecute_CollectsLogsWithinLimits(t *testing.T) {
	t.Parallel()
	e := newExecutor(t, local.Options{})
	call := callOf(script("ctx.Log.Info(\"hello\", \"n\", 1, \"s\", \"x\\x00y\")\nfmt.Println(\"a\\nb\")\nfmt.Print(\"c\")\nfor range 10 { ctx.Log.Warn(\"more\") }\nreturn nil, nil", "fmt"))
	call.Limits.LogLines = 5
	result, _ := execute(t, e, call)
	if result.Outcome != sandbox.OK {
		t.Fatal(result.Error)
	}
	var got []string
	for _, l := range result.Logs {
		got = append(got, l.Level+" "+l.Message)
	}
	want := "info hello,print a,print b,print c,warn more"
	if strings.Join(got, ",") != want || result.Dropped != 9 {
		t.Errorf("got %q and %d dropped, want %q and 9", strings.Join(got, ","), result.Dropped, want)
	}
	if attrs := result.Logs[0].Attrs; attrs["n"] != "1" || attrs["s"] != "x\uFFFDy" {
		t.Errorf("attributes %q", attrs)
	}
}

func TestExecute_ReportsAnErrorOfTheBody(t *testing.T) {
	t.Parallel()
	e := newExecutor(t, local.Options{})
	call := callOf(script("return string(ctx.Request.Body), nil"))
	call.Body = strings.NewReader("the body")
	if result, w := execute(t, e, call); result.Outcome != sandbox.OK || w.Body.String() != "the body" {
		t.Errorf("result %+v, body %q", result, w.Body)
	}
	failure := errors.New("too large")
	call.Body = io.MultiReader(strings.NewReader("x"), failingReader{failure})
	if result, _ := execute(t, e, call); !errors.Is(result.BodyErr, failure) || result.Outcome != sandbox.Failed {
		t.Errorf("result %+v", result)
	}
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }

func TestExecute_AnswersAtTheDeadline(t *testing.T) {
	t.Parallel()
	e := newExecutor(t, local.Options{})
	call := callOf(script("if ctx.Request.Params[\"name\"] == \"slow\" { time.Sleep(time.Hour) }\nreturn nil, nil", "time"))
	execute(t, e, call)
	call.Limits.Timeout = 50 * time.Millisecond
	call.Params = map[string]string{"name": "slow"}
	began := time.Now()
	result, _ := execute(t, e, call)
	if result.Outcome != sandbox.Timeout || time.Since(began) > 5*time.Second {
		t.Errorf("%s after %s", result.Outcome, time.Since(began))
	}
	call = callOf(call.Script.Source)
	if result, _ := execute(t, e, call); result.Outcome != sandbox.OK {
		t.Errorf("the next call: %+v", result)
	}
}

func TestExecute_EndsWithTheClient(t *testing.T) {
	t.Parallel()
	e := newExecutor(t, local.Options{})
	call := callOf(script("for { }"))
	call.Limits.Operations = 1 << 60
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	result := e.Execute(ctx, call, httptest.NewRecorder())
	if result.Outcome != sandbox.Canceled {
		t.Errorf("result %+v", result)
	}
}

func TestExecute_BoundsConcurrencyWithAShortQueue(t *testing.T) {
	t.Parallel()
	e := newExecutor(t, local.Options{})
	call := callOf(script("for { }"))
	call.Limits = sandbox.Limits{Concurrency: 2, Timeout: time.Minute, Operations: 1 << 60}
	ctx, end := context.WithCancel(context.Background())
	defer end()
	const all, stay = 10, 4 // two run, and as many wait
	outcomes := make(chan sandbox.Outcome, all)
	for range all {
		go func() { outcomes <- e.Execute(ctx, call, httptest.NewRecorder()).Outcome }()
	}
	// Those that stay do so until they are told to end.
	for range all - stay {
		if o := <-outcomes; o != sandbox.Overloaded {
			t.Errorf("one over the bounds ended in %s", o)
		}
	}
	end()
	for range stay {
		if o := <-outcomes; o != sandbox.Canceled {
			t.Errorf("one within the bounds ended in %s", o)
		}
	}
}

func TestExecute_ResetsGlobalsAfterAFailure(t *testing.T) {
	t.Parallel()
	e := newExecutor(t, local.Options{})
	source := "package main\n\nimport \"github.com/picloud/picloud/sdk\"\n\nvar count = 10\n\nfunc Handle(ctx *sdk.Context) any {\n\tcount++\n\tif ctx.Request.Params[\"name\"] == \"loop\" {\n\t\tfor {\n\t\t}\n\t}\n\tif ctx.Request.Params[\"name\"] == \"panic\" {\n\t\tpanic(1)\n\t}\n\treturn count\n}\n"
	get := func(name string) string {
		call := callOf(source)
		call.Limits.Operations = 100_000
		call.Params = map[string]string{"name": name}
		result, w := execute(t, e, call)
		return string(result.Outcome) + " " + w.Body.String()
	}
	for i, want := range []string{"ok 11", "ok 12", "operation_limit ", "ok 11", "ok 12", "error ", "ok 11"} {
		name := []string{"", "", "loop", "", "", "panic", ""}[i]
		if got := get(name); got != want {
			t.Errorf("call %d: got %q, want %q", i, got, want)
		}
	}
}

func TestExecute_KeepsVersionsApart(t *testing.T) {
	t.Parallel()
	e := newExecutor(t, local.Options{})
	source := "package main\n\nimport \"github.com/picloud/picloud/sdk\"\n\nvar count = START\n\nfunc Handle(ctx *sdk.Context) any { count++; return count }\n"
	for range 3 {
		for version, want := range map[int64]string{1: "1", 2: "2"} {
			call := callOf(strings.ReplaceAll(source, "START", want+"00"))
			call.Script.Version = version
			if _, w := execute(t, e, call); !strings.HasPrefix(w.Body.String(), want) {
				t.Errorf("version %d answers %s", version, w.Body)
			}
		}
	}
}

func TestRetire_DropsInstances(t *testing.T) {
	t.Parallel()
	e := newExecutor(t, local.Options{})
	source := "package main\n\nimport \"github.com/picloud/picloud/sdk\"\n\nvar count int\n\nfunc Handle(ctx *sdk.Context) any { count++; return count }\n"
	for _, want := range []string{"1", "2"} {
		if _, w := execute(t, e, callOf(source)); w.Body.String() != want {
			t.Errorf("got %s, want %s", w.Body, want)
		}
	}
	e.Retire("script")
	if _, w := execute(t, e, callOf(source)); w.Body.String() != "1" {
		t.Errorf("after Retire: %s", w.Body)
	}
}

func TestExecute_DropsIdleInstances(t *testing.T) {
	t.Parallel()
	e := newExecutor(t, local.Options{Idle: 20 * time.Millisecond})
	source := "package main\n\nimport \"github.com/picloud/picloud/sdk\"\n\nvar count int\n\nfunc Handle(ctx *sdk.Context) any { count++; return count }\n"
	for deadline := time.Now().Add(20 * time.Second); ; {
		execute(t, e, callOf(source))
		time.Sleep(100 * time.Millisecond)
		if _, w := execute(t, e, callOf(source)); w.Body.String() == "1" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the idle instance was never dropped")
		}
	}
}

// Calls that are too short to be seen in progress are not rest.
func TestExecute_IsNotAtRestBetweenShortCalls(t *testing.T) {
	t.Parallel()
	const calls = 150 // one between two looks, for longer than it takes to be at rest
	var e *local.Executor
	looks := 0
	rested := make(chan int, 1)
	e = newExecutor(t, local.Options{
		Tick: func() {
			if looks++; looks <= calls {
				execute(t, e, callOf(script("return 1, nil")))
			}
		},
		Rest: func() { rested <- looks },
	})
	execute(t, e, callOf(script("return 1, nil")))
	if looks := <-rested; looks <= calls {
		t.Errorf("at rest after %d looks, with a call before each", looks)
	}
}

func TestClose_EndsCallsAndRefusesMore(t *testing.T) {
	t.Parallel()
	e := local.New(yaegi.New(), local.Options{})
	call := callOf(script("for { }"))
	call.Limits.Operations = 1 << 60
	results := make(chan sandbox.Result, 1)
	go func() { results <- e.Execute(context.Background(), call, httptest.NewRecorder()) }()
	time.Sleep(100 * time.Millisecond)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if result := <-results; result.Outcome != sandbox.Crashed {
		t.Errorf("result %+v", result)
	}
	if result, _ := execute(t, e, call); result.Outcome != sandbox.Crashed {
		t.Errorf("after Close: %+v", result)
	}
	if _, err := e.Check(context.Background(), "package main"); !errors.Is(err, sandbox.ErrUnavailable) {
		t.Errorf("Check after Close: %v", err)
	}
}

func TestCheck_RunsTheInitialisers(t *testing.T) {
	t.Parallel()
	e := newExecutor(t, local.Options{})
	for name, test := range map[string]struct{ source, code string }{
		"fine":     {script("return nil, nil"), ""},
		"endless":  {"package main\n\nimport \"github.com/picloud/picloud/sdk\"\n\nfunc init() {\n\tfor {\n\t}\n}\n\nfunc Handle(ctx *sdk.Context) any { return 1 }\n", "limit"},
		"panics":   {"package main\n\nimport \"github.com/picloud/picloud/sdk\"\n\nfunc init() { panic(\"no\") }\n\nfunc Handle(ctx *sdk.Context) any { return 1 }\n", "unsupported"},
		"bad type": {script("return x, nil"), "type"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			diagnostics, err := e.Check(context.Background(), test.source)
			if err != nil {
				t.Fatal(err)
			}
			code := ""
			if len(diagnostics) > 0 {
				code = diagnostics[0].Code
			}
			if code != test.code {
				t.Errorf("got %+v, want code %q", diagnostics, test.code)
			}
		})
	}
}

// Not parallel: what it takes of the heap would be blamed on other calls.
func TestCheck_BoundsTheMemoryOfInitialisers(t *testing.T) {
	e := newExecutor(t, local.Options{})
	source := "package main\n\nimport \"github.com/picloud/picloud/sdk\"\n\nvar s = \"x\"\n\nfunc init() {\n\tfor {\n\t\ts += s\n\t}\n}\n\nfunc Handle(ctx *sdk.Context) any { return s }\n"
	diagnostics, err := e.Check(context.Background(), source)
	if err != nil || len(diagnostics) != 1 || diagnostics[0].Code != "limit" {
		t.Errorf("got %+v, %v", diagnostics, err)
	}
}

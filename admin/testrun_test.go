package admin

import (
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/local"
	"github.com/picloud/picloud/sandbox/yaegi"
	"github.com/picloud/picloud/store"
)

// fakeRunner answers with what a test says and keeps what it was given.
type fakeRunner struct {
	answer func(ctx context.Context, call *sandbox.Call, w http.ResponseWriter) sandbox.Result

	mu      sync.Mutex
	calls   []sandbox.Call
	bodies  []string
	retired []string
}

func (r *fakeRunner) Execute(ctx context.Context, call *sandbox.Call, w http.ResponseWriter) sandbox.Result {
	body, err := io.ReadAll(call.Body)
	if err != nil {
		return sandbox.Result{Outcome: sandbox.Failed, Error: err.Error()}
	}
	r.mu.Lock()
	r.calls = append(r.calls, *call)
	r.bodies = append(r.bodies, string(body))
	r.mu.Unlock()
	if r.answer != nil {
		return r.answer(ctx, call, w)
	}
	_, err = io.WriteString(w, "answered")
	return sandbox.Result{Outcome: sandbox.OK, Wrote: err == nil}
}

func (r *fakeRunner) Retire(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.retired = append(r.retired, id)
}

// runWith gives the fixture a runner.
func (f *fixture) runWith(r Runner) {
	f.t.Helper()
	f.with(func(c *Config) { c.Runner, c.Limits = r, sandbox.Limits{Timeout: 3 * time.Second, LogLines: 7} })
}

// with gives the fixture an API with other options.
func (f *fixture) with(change func(c *Config)) *API {
	f.t.Helper()
	c := f.config
	change(&c)
	api, err := New(c)
	if err != nil {
		f.t.Fatal(err)
	}
	f.handler = api.Trusted()
	return api
}

func TestTestRun_GivesTheScriptTheRequest(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	r := &fakeRunner{}
	f.runWith(r)
	f.script("greet")
	f.must("POST", "/scripts/{greet}/test", `{"source":"package main // draft","limits":{"timeout_ms":250,"max_concurrency":3},"request":{
		"method":"post","url":"https://API.example.com:8443/a%20b?x=1&x=2","header":{"x-a":["1","2"]},"body":"hello","params":{"p":"v"},"rest":"r/s"}}`)
	call := r.calls[0]
	switch {
	case call.Method != "POST", call.Host != "api.example.com", call.Path != "/a b", call.RemoteIP == "":
		t.Errorf("the request is %s %s %s from %q", call.Method, call.Host, call.Path, call.RemoteIP)
	case strings.Join(call.Query["x"], ",") != "1,2", strings.Join(call.Header["X-A"], ",") != "1,2":
		t.Errorf("the query is %v, the header %v", call.Query, call.Header)
	case call.Params["p"] != "v", call.Rest != "r/s", r.bodies[0] != "hello":
		t.Errorf("params %v, rest %q, body %q", call.Params, call.Rest, r.bodies[0])
	case call.Script.Source != "package main // draft":
		t.Errorf("it ran %q", call.Script.Source)
	case call.Limits.Timeout != 250*time.Millisecond, call.Limits.LogLines != 7, call.Limits.Operations != sandbox.DefaultLimits().Operations:
		t.Errorf("the limits are %+v", call.Limits)
	}
}

func TestTestRun_IsApartFromTheLiveVersionAndLeavesNothing(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	r := &fakeRunner{}
	f.runWith(r)
	f.script("greet")
	for range 2 {
		f.must("POST", "/scripts/{greet}/test", `{"request":{"url":"/"}}`)
	}
	f.must("POST", "/scripts:test", `{"source":"package main // new","request":{"url":"/"}}`)
	seen := map[string]bool{f.vars["greet"]: true}
	for i, call := range r.calls {
		if seen[call.Script.ID] {
			t.Errorf("run %d shares the script id %s", i, call.Script.ID)
		}
		seen[call.Script.ID] = true
		if r.retired[i] != call.Script.ID {
			t.Errorf("run %d retired %s, want %s", i, r.retired[i], call.Script.ID)
		}
	}
	if source := r.calls[0].Script.Source; source != "package main // greet" {
		t.Errorf("without a source, it ran %q", source)
	}
	if list, err := f.store.ListExecutions(t.Context(), store.ExecutionQuery{Limit: 1}); err != nil || len(list) > 0 {
		t.Errorf("records: %v, %v", list, err)
	}
	if got := f.must("GET", "/scripts/{greet}", "")["version"]; got != 1.0 {
		t.Errorf("the script has version %v", got)
	}
	if f.changes.Load() != 1 {
		t.Errorf("Changed was called %d times, want once, for the script", f.changes.Load())
	}
}

func TestTestRun_AnswersWithWhatTheScriptDid(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	big := strings.Repeat("é", maxShownBody) // two bytes each
	for name, c := range map[string]struct {
		method   string
		answer   func(w http.ResponseWriter) sandbox.Result
		contains []string
	}{
		"text, logs and usage": {
			answer: func(w http.ResponseWriter) sandbox.Result {
				w.Header().Set("X-A", "b")
				w.WriteHeader(201)
				_, _ = io.WriteString(w, "hello")
				return sandbox.Result{
					Outcome: sandbox.OK, Wrote: true, Dropped: 2, Usage: sandbox.Usage{Queued: 1500 * time.Microsecond, Warm: 2 * time.Millisecond, Operations: 42},
					Logs: []sandbox.LogLine{{Time: at, Level: "info", Message: "hi", Attrs: map[string]string{"k": "v"}}},
				}
			},
			contains: []string{
				`"response":{"status":201,"header":{"Content-Type":["text/plain; charset=utf-8"],"X-A":["b"]},"body":"hello","body_base64":null,"size":5,"truncated":false}`,
				`"outcome":"ok","error":"","status":201,`, `"queued_ms":1.5,"warm_ms":2,"operations":42,"request_bytes":0,"response_bytes":5,`,
				`"logs":[{"time":"2026-03-04T05:06:07Z","level":"info","message":"hi","attrs":{"k":"v"}}],"logs_dropped":2`,
			},
		},
		"a body that is no text": {
			answer: func(w http.ResponseWriter) sandbox.Result {
				w.Header().Set("Content-Type", "image/png")
				_, _ = w.Write([]byte{0xff, 0x00, 0x01})
				return sandbox.Result{Outcome: sandbox.OK, Wrote: true}
			},
			contains: []string{`"body":null,"body_base64":"/wAB","size":3,`},
		},
		"a text too long to be shown, cut between characters": {
			answer: func(w http.ResponseWriter) sandbox.Result {
				_, _ = io.WriteString(w, "x"+big)
				return sandbox.Result{Outcome: sandbox.OK, Wrote: true}
			},
			contains: []string{`é","body_base64":null,"size":` + strconv.Itoa(1+2*maxShownBody) + `,"truncated":true`},
		},
		"no body": {
			answer: func(w http.ResponseWriter) sandbox.Result {
				w.WriteHeader(204)
				return sandbox.Result{Outcome: sandbox.OK, Wrote: true}
			},
			contains: []string{`"response":{"status":204,"header":{},"body":"","body_base64":null,"size":0,"truncated":false}`},
		},
		"HEAD has no body": {
			method: "HEAD",
			answer: func(w http.ResponseWriter) sandbox.Result {
				_, _ = io.WriteString(w, "hello")
				return sandbox.Result{Outcome: sandbox.OK, Wrote: true}
			},
			contains: []string{`"status":200,"header":{},"body":"","body_base64":null,"size":0`},
		},
		"a limit breached before there was a response": {
			answer: func(http.ResponseWriter) sandbox.Result {
				return sandbox.Result{Outcome: sandbox.Timeout, Error: "the script ran longer than its limit of 3s"}
			},
			contains: []string{`"response":null`, `"outcome":"timeout","error":"the script ran longer than its limit of 3s","status":504,`, `"logs":[]`},
		},
		"a response that was cut off": {
			answer: func(w http.ResponseWriter) sandbox.Result {
				_, _ = io.WriteString(w, "half")
				return sandbox.Result{Outcome: sandbox.Crashed, Error: "killed", Wrote: true}
			},
			contains: []string{`"body":"half"`, `"outcome":"crashed","error":"killed","status":200,`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, nil)
			f.runWith(&fakeRunner{answer: func(_ context.Context, _ *sandbox.Call, w http.ResponseWriter) sandbox.Result { return c.answer(w) }})
			scenario{
				method: "POST", path: "/scripts:test", status: 200,
				body:     `{"source":"package main","request":{"url":"/","method":"` + c.method + `"}}`,
				contains: append(c.contains, `"diagnostics":[]`, `"limits":{"timeout_ms":3000,"max_operations":50000000,"memory_limit_mb":64,"max_concurrency":8}`),
			}.run(f)
		})
	}
}

func TestTestRun_TakesTheCapturesOfTheScriptsOwnRoutes(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	r := &fakeRunner{}
	f.runWith(r)
	f.script("greet")
	f.script("other")
	f.route("get", "greet", `{"path":"/greet/:name","method":"GET"}`)
	f.route("post", "greet", `{"path":"/greet/:who","method":"POST"}`)
	f.route("files", "greet", `{"path":"/files/*"}`)
	f.route("strict", "greet", `{"host":"*.example.com","host_param_name":"sub","path":"/on/:host"}`)
	f.route("guarded", "greet", `{"path":"/beta/:x","guard":"request.header[\"X-Beta\"] == \"1\""}`)
	f.route("theirs", "other", `{"path":"/theirs/:x"}`)
	for _, c := range []struct{ request, route, params, rest string }{
		{`{"url":"/greet/ann"}`, "get", "name=ann", ""},
		{`{"url":"/greet/ann","method":"POST"}`, "post", "who=ann", ""},
		{`{"url":"/greet/ann","method":"DELETE"}`, "get", "name=ann", ""},
		{`{"url":"/files/a/b.txt"}`, "files", "", "a/b.txt"},
		{`{"url":"http://eu.example.com/on/x"}`, "strict", "sub=eu", ""},
		{`{"url":"/on/x"}`, "strict", "host=x", ""},
		{`{"url":"http://example.org/on/x"}`, "", "", ""},
		{`{"url":"/beta/1","header":{"X-Beta":["1"]}}`, "guarded", "x=1", ""},
		{`{"url":"/beta/1"}`, "guarded", "x=1", ""},
		{`{"url":"/theirs/1"}`, "", "", ""},
		{`{"url":"/greet/ann","params":{}}`, "", "", ""},
		{`{"url":"/greet/ann","rest":"x"}`, "", "", "x"},
	} {
		answer := f.must("POST", "/scripts/{greet}/test", `{"request":`+c.request+`}`)
		var want any
		if c.route != "" {
			want = f.vars[c.route]
		}
		call := r.calls[len(r.calls)-1]
		if answer["route_id"] != want || call.Rest != c.rest {
			t.Errorf("%s: route %v, want %v (%s), rest %q", c.request, answer["route_id"], want, c.route, call.Rest)
		}
		name, value, _ := strings.Cut(c.params, "=")
		if c.params == "" && len(call.Params) > 0 || call.Params[name] != value {
			t.Errorf("%s: params %v, want %s", c.request, call.Params, c.params)
		}
	}
}

func TestTestRun_RefusesWhatCannotBeRun(t *testing.T) {
	t.Parallel()
	draft := func(request string) string { return `{"source":"package main","request":` + request + `}` }
	long := strings.Repeat("x", maxTestBody+1)
	run(t, []scenario{
		{name: "no such script", path: "/scripts/{unknown}/test", body: `{"request":{"url":"/"}}`, method: "POST", status: 404, code: "not_found"},
		{name: "no request", path: "/scripts:test", body: `{"source":"package main"}`, method: "POST", status: 422, code: "validation"},
		{name: "no source", path: "/scripts:test", body: `{"request":{"url":"/"}}`, method: "POST", status: 422, code: "validation"},
		{name: "bad url", path: "/scripts:test", body: draft(`{"url":"ftp://x/"}`), method: "POST", status: 422, code: "bad_url", contains: []string{`"location":"body.request.url"`}},
		{name: "bad method", path: "/scripts:test", body: draft(`{"url":"/","method":"G ET"}`), method: "POST", status: 422, code: "validation"},
		{name: "bad header name", path: "/scripts:test", body: draft(`{"url":"/","header":{"a b":["c"]}}`), method: "POST", status: 422, code: "validation"},
		{name: "bad header value", path: "/scripts:test", body: draft(`{"url":"/","header":{"a":["b\nc: d"]}}`), method: "POST", status: 422, code: "validation"},
		{name: "two bodies", path: "/scripts:test", body: draft(`{"url":"/","body":"a","body_base64":"YQ=="}`), method: "POST", status: 422, code: "validation"},
		{name: "bad base64", path: "/scripts:test", body: draft(`{"url":"/","body_base64":"%"}`), method: "POST", status: 422, code: "validation"},
		{name: "a field in another case", path: "/scripts:test", body: draft(`{"URL":"/"}`), method: "POST", status: 422},
		{name: "body too large", path: "/scripts:test", body: draft(`{"url":"/","body":"` + long + `"}`), method: "POST", status: 413, code: "body_too_large"},
		{name: "limit out of bounds", path: "/scripts:test", body: `{"source":"","limits":{"timeout_ms":-1},"request":{"url":"/"}}`, method: "POST", status: 422, code: "validation"},
		{name: "nothing that runs", path: "/scripts:test", body: draft(`{"url":"/"}`), method: "POST", status: 503, code: "unavailable"},
	})
}

func TestTestRun_TakesABodyOfBytes(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	r := &fakeRunner{}
	f.runWith(r)
	f.must("POST", "/scripts:test", `{"source":"package main","request":{"url":"/","method":"PUT","body_base64":"`+base64.StdEncoding.EncodeToString([]byte{0, 255})+`"}}`)
	if r.bodies[0] != "\x00\xff" {
		t.Errorf("the body is %q", r.bodies[0])
	}
}

func TestTestRun_AnswersADraftThatWouldNotRunWithDiagnostics(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	r := &fakeRunner{}
	f.runWith(r)
	for _, path := range []string{"/scripts:test", "/scripts/{greet}/test"} {
		f.script("greet")
		scenario{
			method: "POST", path: path, body: `{"source":"BAD","request":{"url":"/"}}`, status: 200,
			contains: []string{`"message":"undefined: BAD"`, `"response":null,"execution":null`},
		}.run(f)
		f.must("DELETE", "/scripts/{greet}", "")
	}
	if len(r.calls) > 0 {
		t.Error("it ran")
	}
	scenario{method: "POST", path: "/scripts:test", body: `{"source":"WARN","request":{"url":"/"}}`, status: 200, contains: []string{`a warning`, `"body":"answered"`}}.run(f)
}

func TestTestRun_OnlyAFewAreMadeAtOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	started, release := make(chan struct{}), make(chan struct{})
	f.runWith(&fakeRunner{answer: func(context.Context, *sandbox.Call, http.ResponseWriter) sandbox.Result {
		started <- struct{}{}
		<-release
		return sandbox.Result{Outcome: sandbox.Failed, Error: "x"}
	}})
	const body = `{"source":"package main","request":{"url":"/"}}`
	var done sync.WaitGroup
	for range maxTestRuns {
		done.Go(func() {
			if rec := f.send("POST", "/scripts:test", body); rec.Code != 200 {
				t.Errorf("status %d: %s", rec.Code, rec.Body)
			}
		})
	}
	for range maxTestRuns {
		<-started
	}
	scenario{method: "POST", path: "/scripts:test", body: body, status: 503, code: "too_many_tests", headers: map[string]string{"Retry-After": "2"}}.run(f)
	close(release)
	done.Wait()
	go func() { <-started }()
	f.must("POST", "/scripts:test", body)
}

func TestTestRun_IsNotEndedByTheDeadlineForReadingTheRequest(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	patience := 100 * time.Millisecond
	f.runWith(&fakeRunner{answer: func(ctx context.Context, _ *sandbox.Call, _ http.ResponseWriter) sandbox.Result {
		select {
		case <-ctx.Done():
			return sandbox.Result{Outcome: sandbox.Canceled, Error: "the client went away"}
		case <-time.After(3 * patience):
			return sandbox.Result{Outcome: sandbox.Failed, Error: "in the end"}
		}
	}})
	server := httptest.NewUnstartedServer(f.handler)
	server.Config.ReadTimeout = patience
	server.Start()
	defer server.Close()
	response, err := http.Post(server.URL+BasePath+"/scripts:test", "application/json", strings.NewReader(`{"source":"package main","request":{"url":"/"}}`))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || !strings.Contains(string(body), "in the end") {
		t.Errorf("%s, %v", body, err)
	}
}

func TestTestRun_RunsOnAnExecutorWithGlobalsOfItsOwn(t *testing.T) {
	executor := local.New(yaegi.New(), local.Options{}) // not parallel: the engine changes the environment
	defer executor.Close()
	f := newFixture(t, nil)
	f.runWith(executor)
	const source = `package main

import "github.com/picloud/picloud/sdk"

var count int

func Handle(ctx *sdk.Context) (any, error) {
	count++
	ctx.Log.Info("counted", "n", count)
	return map[string]any{"count": count, "name": ctx.Request.Params["name"], "body": string(ctx.Request.Body)}, nil
}
`
	f.vars["counter"] = f.must("POST", "/scripts", `{"name":"counter","source":`+strconv.Quote(source)+`}`)["id"].(string)
	f.route("route", "counter", `{"path":"/count/:name"}`)
	for range 2 {
		answer := f.must("POST", "/scripts/{counter}/test", `{"request":{"url":"/count/ann","method":"POST","body":"hi"}}`)
		if body := get(answer, "response", "body"); body != `{"body":"hi","count":1,"name":"ann"}` {
			t.Errorf("the body is %v: %v", body, answer["execution"])
		}
		if lines := get(answer, "execution", "logs").([]any); len(lines) != 1 {
			t.Errorf("the lines are %v", lines)
		}
	}
	answer := f.must("POST", "/scripts/{counter}/test", `{"limits":{"max_operations":1000},"request":{"url":"/"},"source":`+strconv.Quote(strings.Replace(source, "count++", "for { count++ }", 1))+`}`)
	if outcome := get(answer, "execution", "outcome"); outcome != "operation_limit" {
		t.Errorf("an endless loop: %v", answer)
	}
}

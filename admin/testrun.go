package admin

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/net/http/httpguts"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/store"
)

// Runner runs scripts. Every sandbox.Executor is one.
type Runner interface {
	// Execute runs the script of call and writes its response to w.
	Execute(ctx context.Context, call *sandbox.Call, w http.ResponseWriter) sandbox.Result

	// Retire drops what is kept for a script.
	Retire(scriptID string)
}

// TestInput is a test run of a saved script.
type TestInput struct {
	Source  *string       `json:"source,omitempty" doc:"The source to run, of at most 1 MiB. The script's live version if it is left out."`
	Limits  *ScriptLimits `json:"limits,omitempty" doc:"The limits to run under. The script's own if they are left out."`
	Request TestRequest   `json:"request" doc:"The request to answer."`
}

// DraftTestInput is a test run of a source that is not saved.
type DraftTestInput struct {
	Source  string        `json:"source" doc:"The source to run: one Go file, package main, of at most 1 MiB."`
	Limits  *ScriptLimits `json:"limits,omitempty" doc:"The limits to run under. The configuration's defaults if they are left out."`
	Request TestRequest   `json:"request" doc:"The request to answer."`
}

// TestRequest is a request that is made up for a test run.
type TestRequest struct {
	Method     string              `json:"method,omitempty" maxLength:"32" default:"GET" doc:"The request's method."`
	URL        string              `json:"url" maxLength:"8192" doc:"The request's URL, or its path, with or without a query." example:"/greet/ann?lang=en"`
	Header     map[string][]string `json:"header,omitempty" doc:"The request's header."`
	Body       *string             `json:"body,omitempty" doc:"The request's body as text, of at most 1 MiB."`
	BodyBase64 *string             `json:"body_base64,omitempty" doc:"The request's body in base64, in place of body."`
	Params     map[string]string   `json:"params,omitempty" doc:"The captures. Those of the script's own route that matches the request if they are left out."`
	Rest       *string             `json:"rest,omitempty" doc:"What stands behind the prefix of the route. Left out like params."`
}

// TestResult is what came of a test run.
type TestResult struct {
	Diagnostics []sandbox.Diagnostic `json:"diagnostics" nullable:"false" doc:"What is wrong with the source. Lines and columns count from 1, columns in UTF-16 units."`
	Response    *TestResponse        `json:"response" doc:"The script's response. Null when the source would not run, or the execution failed before it had one."`
	Execution   *TestExecution       `json:"execution" doc:"How the execution went. Null when the source would not run."`
	Limits      TestLimits           `json:"limits" doc:"The limits in effect."`
	RouteID     *store.ID            `json:"route_id" format:"uuid" doc:"The script's route that the captures are of, null when none matched or they were sent."`
}

// TransformSchema implements huma.SchemaTransformer: no tag can say that an
// object may be null.
func (TestResult) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	for _, name := range []string{"response", "execution"} {
		p := s.Properties[name]
		s.Properties[name] = &huma.Schema{
			Description: p.Description,
			AnyOf:       []*huma.Schema{{Ref: p.Ref}, {Type: "null"}},
		}
	}
	s.Properties["route_id"].Nullable = true
	return s
}

// TestResponse is the response of a test run.
type TestResponse struct {
	Status     int                 `json:"status" doc:"The status."`
	Header     map[string][]string `json:"header" doc:"The header."`
	Body       *string             `json:"body" doc:"The body, or its first MiB, if that is text."`
	BodyBase64 *string             `json:"body_base64" doc:"The body, or its first MiB, in base64 if it is no text."`
	Size       int64               `json:"size" doc:"The length of the whole body, in bytes."`
	Truncated  bool                `json:"truncated" doc:"Whether only the first MiB of the body is there."`
}

// TransformSchema implements huma.SchemaTransformer.
func (TestRequest) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return withoutNullArrays(s, "header")
}

// TransformSchema implements huma.SchemaTransformer.
func (TestResponse) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return withoutNullArrays(s, "header")
}

// withoutNullArrays says what no tag can: the arrays in a map are never null.
func withoutNullArrays(s *huma.Schema, property string) *huma.Schema {
	if values, ok := s.Properties[property].AdditionalProperties.(*huma.Schema); ok {
		values.Nullable = false
	}
	return s
}

// TestExecution tells how a test run went: the fields of an execution record
// that apply.
type TestExecution struct {
	Outcome       string          `json:"outcome" doc:"How it ended: ok, error, or the limit that was breached."`
	Error         string          `json:"error" doc:"Why it failed, which a client is not told."`
	Status        int             `json:"status" doc:"The status that a client would have got."`
	StartedAt     time.Time       `json:"started_at" doc:"When it started."`
	DurationMS    float64         `json:"duration_ms" doc:"How long it took in all, in milliseconds. A test run always starts cold."`
	QueuedMS      float64         `json:"queued_ms" doc:"Of that, waiting for a place."`
	WarmMS        float64         `json:"warm_ms" doc:"Of that, compiling and starting the script."`
	Operations    int64           `json:"operations" doc:"Loop turns and calls it made."`
	RequestBytes  int64           `json:"request_bytes" doc:"The length of the request's body."`
	ResponseBytes int64           `json:"response_bytes" doc:"The length of the response's body."`
	Logs          []store.LogLine `json:"logs" nullable:"false" doc:"What the script logged."`
	LogsDropped   int             `json:"logs_dropped" doc:"Log lines over the limit, which were not kept."`
}

// TestLimits are the limits of a test run.
type TestLimits struct {
	TimeoutMS      int64 `json:"timeout_ms" doc:"How long one execution may take, in milliseconds."`
	MaxOperations  int64 `json:"max_operations" doc:"How many loop turns and calls one execution may make."`
	MemoryLimitMB  int64 `json:"memory_limit_mb" doc:"How much memory the script may hold, in MiB."`
	MaxConcurrency int64 `json:"max_concurrency" doc:"How many executions may run at once."`
}

const (
	// maxTestRuns is how many test runs there may be at once. They are beside
	// the limits of live scripts, so there must be few.
	maxTestRuns = 4

	// maxTestBody is the largest body of the request of a test run, in bytes.
	maxTestBody = 1 << 20

	// testHost is the host of a request that names none.
	testHost = "localhost"

	// testRemoteIP is the client's address, as the script sees it.
	testRemoteIP = "127.0.0.1"
)

func (a *api) registerTestRuns(h huma.API) {
	register(h, a, operation{
		method: http.MethodPost, path: "/scripts/{id}/test", id: "test-script", passive: true, tag: tagScripts, source: true, scope: auth.Write,
		summary: "Test a script",
		about: "Runs a source, or the script's live version, once with a made-up request, within the same limits and walls as for real requests, " +
			"but apart from the live version: it has fresh global variables and leaves no execution record. " +
			"A source that would not run is answered with 200 and diagnostics. " +
			"Only a few test runs are made at once; beyond that the answer is 503 with the code too_many_tests.",
		errors: []int{http.StatusNotFound},
	}, a.testScript)
	register(h, a, operation{
		method: http.MethodPost, path: "/scripts:test", id: "test-draft", passive: true, tag: tagScripts, source: true, scope: auth.Write,
		summary: "Test a source",
		about:   "Does the same for a source that is not saved as a script yet.",
	}, a.testDraft)
}

// unhurried takes away the deadline for reading the request. The server goes
// on reading after the body, to notice when the client leaves, and would take
// the deadline for that.
type unhurried struct{}

// Resolve implements huma.Resolver.
func (unhurried) Resolve(ctx huma.Context) []error {
	// Writers that have no deadlines have none to take away either.
	_ = ctx.SetReadDeadline(time.Time{})
	return nil
}

// testScriptInput is a test run of a saved script.
type testScriptInput struct {
	ScriptPath
	unhurried
	Body TestInput
}

func (a *api) testScript(ctx context.Context, in *testScriptInput) (*struct{ Body TestResult }, error) {
	s, err := a.scriptOf(ctx, in.ScriptPath)
	if err != nil {
		return nil, err
	}
	t := testRun{source: s.Source, limits: s.Limits}
	if in.Body.Source != nil {
		t.source = *in.Body.Source
	}
	if in.Body.Limits != nil {
		t.limits = store.Limits(*in.Body.Limits)
	}
	if err := t.read(in.Body.Request); err != nil {
		return nil, err
	}
	if in.Body.Request.Params == nil && in.Body.Request.Rest == nil {
		if err := a.capture(ctx, s.ID, &t); err != nil {
			return nil, err
		}
	}
	return a.test(ctx, &t)
}

// testDraftInput is a test run of a source that is not saved.
type testDraftInput struct {
	unhurried
	Body DraftTestInput
}

func (a *api) testDraft(ctx context.Context, in *testDraftInput) (*struct{ Body TestResult }, error) {
	t := testRun{source: in.Body.Source}
	if in.Body.Limits != nil {
		t.limits = store.Limits(*in.Body.Limits)
	}
	if err := t.read(in.Body.Request); err != nil {
		return nil, err
	}
	return a.test(ctx, &t)
}

// testRun is a test run that was asked for.
type testRun struct {
	source  string
	limits  store.Limits
	url     *url.URL
	call    sandbox.Call
	body    string
	routeID *store.ID
}

// read takes over the request.
func (t *testRun) read(in TestRequest) error {
	u, err := parseTarget(in.URL)
	if err != nil {
		return misnamed(err, "body.request.url", "request.url")
	}
	method := strings.ToUpper(in.Method)
	if !httpguts.ValidHeaderFieldName(method) { // both are tokens
		return invalid(codeValidation, "body.request.method", in.Method, "%q is not a method", in.Method)
	}
	header := make(http.Header, len(in.Header))
	for name, values := range in.Header {
		if !httpguts.ValidHeaderFieldName(name) {
			return invalid(codeValidation, "body.request.header", name, "%q is not the name of a header", name)
		}
		for _, value := range values {
			if !httpguts.ValidHeaderFieldValue(value) {
				return invalid(codeValidation, "body.request.header."+name, value, "the header %s has characters that no header can have", name)
			}
			header.Add(name, value)
		}
	}
	if t.body, err = in.content(); err != nil {
		return err
	}
	t.url = u
	t.call = sandbox.Call{
		Method:   method,
		Host:     testHost,
		Path:     u.Path,
		Params:   in.Params,
		Query:    u.Query(),
		Header:   header,
		RemoteIP: testRemoteIP,
		Body:     strings.NewReader(t.body),
	}
	if u.Host != "" {
		t.call.Host = routing.CanonicalHost(u.Host)
	}
	if t.call.Path == "" {
		t.call.Path = "/" // as in http://example.com
	}
	if in.Rest != nil {
		t.call.Rest = *in.Rest
	}
	return nil
}

// content is the request's body.
func (in TestRequest) content() (string, error) {
	var body string
	switch {
	case in.Body != nil && in.BodyBase64 != nil:
		return "", invalid(codeValidation, "body.request.body_base64", "", "the request has two bodies: send body or body_base64")
	case in.Body != nil:
		body = *in.Body
	case in.BodyBase64 != nil:
		decoded, err := base64.StdEncoding.DecodeString(*in.BodyBase64)
		if err != nil {
			return "", invalid(codeValidation, "body.request.body_base64", *in.BodyBase64, "the body is not base64: %s", err)
		}
		body = string(decoded)
	}
	if len(body) > maxTestBody {
		return "", newProblem(http.StatusRequestEntityTooLarge, codeBodyTooLarge,
			"the request's body has %d bytes, which is over the limit of %d bytes for a test run: make it shorter", len(body), maxTestBody)
	}
	return body, nil
}

// misnamed gives a Problem about one field another place.
func misnamed(err error, location, field string) error {
	if p, ok := errors.AsType[*Problem](err); ok && len(p.Errors) == 1 {
		p.Errors[0].Location, p.Field = location, field
	}
	return err
}

// test checks the source and runs it.
func (a *api) test(ctx context.Context, t *testRun) (*struct{ Body TestResult }, error) {
	if a.Runner == nil {
		return nil, newProblem(http.StatusServiceUnavailable, codeUnavailable, "nothing here can run a test")
	}
	select {
	case a.tests <- struct{}{}:
		defer func() { <-a.tests }()
	default:
		return nil, newProblem(http.StatusServiceUnavailable, codeTooManyTests,
			"%d test runs are under way already, which is the limit: try again when one has ended", maxTestRuns).with("Retry-After", retryAfter)
	}
	diagnostics, err := a.check(ctx, t.source)
	if err != nil {
		return nil, err
	}
	limits := sandboxLimits(t.limits).Or(a.Limits).Or(sandbox.DefaultLimits())
	out := &struct{ Body TestResult }{}
	out.Body = TestResult{
		Diagnostics: diagnostics,
		RouteID:     t.routeID,
		Limits: TestLimits{
			TimeoutMS:      limits.Timeout.Milliseconds(),
			MaxOperations:  limits.Operations,
			MemoryLimitMB:  limits.Memory >> 20,
			MaxConcurrency: int64(limits.Concurrency),
		},
	}
	if diagnostics == nil {
		out.Body.Diagnostics = []sandbox.Diagnostic{}
	}
	if firstError(diagnostics) != nil {
		return out, nil
	}
	out.Body.Response, out.Body.Execution = a.execute(ctx, t, limits)
	return out, nil
}

// execute runs a source as a script of its own, which is gone afterwards: no
// live version shares an interpreter, a worker or a queue with it.
func (a *api) execute(ctx context.Context, t *testRun, limits sandbox.Limits) (*TestResponse, *TestExecution) {
	limits.Concurrency = 1
	t.call.Script = sandbox.Script{ID: "test-" + store.NewID().String(), Version: 1, Source: t.source}
	t.call.Limits = limits
	defer a.Runner.Retire(t.call.Script.ID)

	w := capture{header: http.Header{}, head: t.call.Method == http.MethodHead}
	started := time.Now()
	result := a.Runner.Execute(ctx, &t.call, &w)
	execution := &TestExecution{
		Outcome:       string(result.Outcome),
		Error:         result.Error,
		Status:        result.Outcome.Status(),
		StartedAt:     started.UTC(),
		DurationMS:    milliseconds(time.Since(started)),
		QueuedMS:      milliseconds(result.Usage.Queued),
		WarmMS:        milliseconds(result.Usage.Warm),
		Operations:    result.Usage.Operations,
		RequestBytes:  int64(len(t.body)),
		ResponseBytes: w.size,
		Logs:          make([]store.LogLine, len(result.Logs)),
		LogsDropped:   result.Dropped,
	}
	for i, line := range result.Logs {
		execution.Logs[i] = store.LogLine(line)
	}
	if !result.Wrote {
		return nil, execution
	}
	execution.Status = w.status
	return w.response(), execution
}

func sandboxLimits(l store.Limits) sandbox.Limits {
	return sandbox.Limits{
		Timeout:     time.Duration(l.TimeoutMS) * time.Millisecond,
		Operations:  l.MaxOperations,
		Memory:      l.MemoryLimitMB << 20,
		Concurrency: int(l.MaxConcurrency),
	}
}

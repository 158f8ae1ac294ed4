package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/expression"
	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/stats"
	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/sqlite"
)

// fixture is the real handler over a real store.
type fixture struct {
	t       *testing.T
	config  Config       // what the handlers are made with
	handler http.Handler // for those who are trusted
	public  http.Handler
	auth    *auth.Authenticator
	store   store.Store
	checker *fakeChecker
	table   atomic.Pointer[routing.Table]
	log     *safeBuffer

	changes    atomic.Int32
	changedErr error
	flushed    atomic.Int32
	stats      *stats.Recorder

	// vars replace {name} in the URLs and bodies of scenarios.
	vars map[string]string
}

// newFixture returns a fixture; wrap, if not nil, stands between the API and
// the store.
func newFixture(t *testing.T, wrap func(store.Store) store.Store) *fixture {
	t.Helper()
	s, err := sqlite.Open(t.Context(), sqlite.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatalf("opening the store: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("closing the store: %v", err)
		}
	})
	f := &fixture{t: t, store: s, checker: &fakeChecker{}, log: &safeBuffer{}, vars: map[string]string{
		"unknown": "01890a5d-ac96-774b-bcce-b302099a8057",
	}}
	f.table.Store(routing.NewTable(nil))
	authenticator, err := auth.New(t.Context(), s, auth.Options{Logger: slog.New(slog.NewTextHandler(f.log, nil))})
	if err != nil {
		t.Fatalf("auth.New: %v", err)
	}
	t.Cleanup(authenticator.Close)
	f.stats = stats.NewRecorder(s, stats.Options{})
	t.Cleanup(func() {
		if err := f.stats.Close(context.Background()); err != nil {
			t.Errorf("closing the recorder: %v", err)
		}
	})
	c := Config{
		Store:   s,
		Auth:    authenticator,
		Checker: f.checker,
		Table:   f.table.Load,
		Changed: f.changed,
		Ending:  ended(), // streams would go on for ever
		FlushLogs: func(context.Context) error {
			f.flushed.Add(1)
			return nil
		},
		Stats:  f.stats,
		Info:   func() Info { return Info{Product: "devel", API: APIVersion, Store: InfoStore{Kind: "sqlite"}} },
		Logger: slog.New(slog.NewTextHandler(f.log, nil)),
	}
	if wrap != nil {
		c.Store = wrap(s)
	}
	api, err := New(c)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	f.config = c
	f.handler, f.public, f.auth = api.Trusted(), api.Public(), authenticator
	return f
}

// ended returns a channel that is closed.
func ended() <-chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}

// changed builds the live table, guards included, as a node does.
func (f *fixture) changed(ctx context.Context) error {
	f.changes.Add(1)
	if f.changedErr != nil {
		return f.changedErr
	}
	snapshot, err := f.store.Snapshot(ctx)
	if err != nil {
		return err
	}
	enabled := map[store.ID]bool{}
	for _, s := range snapshot.Scripts {
		enabled[s.ID] = s.Enabled
	}
	var routes []*routing.Route
	for _, r := range snapshot.Routes {
		spec := routing.Spec{
			ID: r.ID.String(), HostKind: routing.HostKind(r.HostKind), Host: r.Host, HostParamName: r.HostParamName,
			PathKind: routing.PathKind(r.PathKind), Path: r.Path, Method: r.Method,
		}
		if r.Guard != "" {
			if spec.Guard, err = expression.CompileGuard(r.Guard); err != nil {
				return err
			}
		}
		if !enabled[r.ScriptID] {
			spec.Guard = never{}
		}
		route, err := routing.Compile(spec)
		if err != nil {
			return err
		}
		routes = append(routes, route)
	}
	f.table.Store(routing.NewTable(routes))
	return nil
}

type never struct{}

func (never) Allow(*routing.Request, routing.Params) bool { return false }

// fakeChecker finds words in a source.
type fakeChecker struct{ calls atomic.Int32 }

func (c *fakeChecker) Check(_ context.Context, source string) ([]sandbox.Diagnostic, error) {
	c.calls.Add(1)
	switch {
	case strings.Contains(source, "PANIC"):
		panic("the checker panicked")
	case strings.Contains(source, "DOWN"):
		return nil, fmt.Errorf("check: %w", sandbox.ErrUnavailable)
	case strings.Contains(source, "WARN"):
		return []sandbox.Diagnostic{{Line: 1, Column: 2, Severity: sandbox.SeverityWarning, Code: "type", Message: "a warning"}}, nil
	case strings.Contains(source, "BAD"):
		return []sandbox.Diagnostic{
			{Line: 1, Column: 1, Severity: sandbox.SeverityWarning, Code: "type", Message: "a warning"},
			{Line: 3, Column: 7, EndLine: 3, EndColumn: 10, Severity: sandbox.SeverityError, Code: "type", Message: "undefined: BAD"},
		}, nil
	}
	return nil, nil
}

// safeBuffer is a log.
type safeBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// send returns the answer to a request below BasePath.
func (f *fixture) send(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	f.t.Helper()
	path, body = f.expand(path), f.expand(body)
	if !strings.HasPrefix(path, BasePath) {
		path = BasePath + path
	}
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r := httptest.NewRequestWithContext(f.t.Context(), method, path, reader)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], f.expand(headers[i+1]))
	}
	rec := httptest.NewRecorder()
	f.handler.ServeHTTP(rec, r)
	return rec
}

func (f *fixture) expand(text string) string {
	for name, value := range f.vars {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

// must sends a request that has to succeed and returns the object answered.
func (f *fixture) must(method, path, body string, headers ...string) map[string]any {
	f.t.Helper()
	rec := f.send(method, path, body, headers...)
	if rec.Code >= 300 {
		f.t.Fatalf("%s %s answered %d: %s", method, path, rec.Code, rec.Body)
	}
	if rec.Body.Len() == 0 {
		return nil
	}
	return object(f.t, rec.Body.String())
}

func object(t *testing.T, text string) map[string]any {
	t.Helper()
	var o map[string]any
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatalf("not a JSON object: %v: %s", err, text)
	}
	return o
}

// script creates a script and keeps its id in the variable of its name.
func (f *fixture) script(name string) {
	f.t.Helper()
	f.vars[name] = f.must(http.MethodPost, "/scripts", `{"name":"`+name+`","source":"package main // `+name+`"}`)["id"].(string)
}

// route creates a route of a script and keeps its id in a variable.
func (f *fixture) route(variable, script, body string) {
	f.t.Helper()
	f.vars[variable] = f.must(http.MethodPost, "/scripts/{"+script+"}/routes", body)["id"].(string)
}

// scenario is one request and what is expected of the answer.
type scenario struct {
	name   string
	setup  func(f *fixture)
	method string // GET when empty
	path   string // below BasePath
	body   string
	header []string // names and values

	status   int
	code     string            // of the problem
	headers  map[string]string // what answer headers have; {name} as in path
	contains []string          // what the body has; {name} as in path
	excludes []string
	changes  int32 // how often Changed is called
	after    func(f *fixture, rec *httptest.ResponseRecorder)
}

// run gives each scenario a fixture of its own.
func run(t *testing.T, scenarios []scenario) {
	t.Helper()
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, nil)
			if s.setup != nil {
				s.setup(f)
			}
			s.run(f)
		})
	}
}

func (s scenario) run(f *fixture) {
	t := f.t
	t.Helper()
	method := s.method
	if method == "" {
		method = http.MethodGet
	}
	before := f.changes.Load()
	rec := f.send(method, s.path, s.body, s.header...)
	body := rec.Body.String()
	if rec.Code != s.status {
		t.Fatalf("status %d, want %d: %s", rec.Code, s.status, body)
	}
	checkShape(t, rec)
	if s.code != "" {
		if code := object(t, body)["code"]; code != s.code {
			t.Errorf("code %v, want %s: %s", code, s.code, body)
		}
	}
	for name, want := range s.headers {
		if got := rec.Header().Get(name); got != f.expand(want) {
			t.Errorf("%s: %q, want %q", name, got, f.expand(want))
		}
	}
	for _, want := range s.contains {
		if !strings.Contains(body, f.expand(want)) {
			t.Errorf("the body has no %s: %s", f.expand(want), body)
		}
	}
	for _, unwanted := range s.excludes {
		if strings.Contains(body, f.expand(unwanted)) {
			t.Errorf("the body has %s: %s", f.expand(unwanted), body)
		}
	}
	if changes := f.changes.Load() - before; changes != s.changes {
		t.Errorf("Changed was called %d times, want %d", changes, s.changes)
	}
	if s.after != nil {
		s.after(f, rec)
	}
}

// checkShape checks what holds for every answer.
func checkShape(t *testing.T, rec *httptest.ResponseRecorder) {
	t.Helper()
	body := rec.Body.String()
	if strings.Contains(body, "$schema") || rec.Header().Get("Link") != "" {
		t.Errorf("the answer links to a schema: %s", body)
	}
	if got := rec.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control: %q", got)
	}
	if rec.Code < 400 {
		if got := rec.Header().Get("Content-Type"); rec.Code != http.StatusNoContent && got != "application/json" {
			t.Errorf("Content-Type: %q", got)
		}
		return
	}
	if got := rec.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("Content-Type: %q", got)
	}
	o := object(t, body)
	if status, _ := o["status"].(float64); int(status) != rec.Code {
		t.Errorf("the problem's status is %v, the answer's %d", o["status"], rec.Code)
	}
	for _, field := range []string{"title", "code", "detail"} {
		if text, _ := o[field].(string); text == "" {
			t.Errorf("the problem has no %s: %s", field, body)
		}
	}
}

// brokenStore fails with an error where a test says so.
type brokenStore struct {
	store.Store
	err error
}

func (b brokenStore) ListScripts(context.Context, store.ScriptQuery) ([]store.Script, error) {
	return nil, b.err
}

func (b brokenStore) CreateRoute(context.Context, store.Route, store.RouteCheck) (store.Route, error) {
	return store.Route{}, b.err
}

var errDisk = errors.New("disk /dev/secret is on fire")

// record makes an execution record.
func record(n int, change func(e *store.Execution)) store.Execution {
	e := store.Execution{
		ID: store.NewID(), ScriptID: store.NewID(), ScriptName: "greet", Version: 1, Method: http.MethodGet,
		Host: "example.com", Path: fmt.Sprintf("/greet/%d?x=1", n), RemoteIP: "192.0.2.1", Status: 200,
		Outcome: string(sandbox.OK), StartedAt: time.Date(2026, 1, 2, 3, 4, n%60, 0, time.UTC),
		Duration: 1500 * time.Microsecond, Operations: int64(n),
	}
	if change != nil {
		change(&e)
	}
	return e
}

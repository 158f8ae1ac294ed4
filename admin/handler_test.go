package admin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/store"
)

func TestHandler_AnswersWhatNoOperationDoes(t *testing.T) {
	t.Parallel()
	run(t, []scenario{
		{name: "an unknown path", path: "/bogus", status: 404, code: "not_found", contains: []string{BasePath + "/bogus", "openapi.json"}},
		{name: "the root", path: "/", status: 404, code: "not_found"},
		{name: "a slash at the end", path: "/scripts/", status: 404, code: "not_found"},
		{name: "a path that is not clean", path: "/../admin/scripts", status: 404, code: "not_found"},
		{name: "two slashes", path: "//scripts", status: 404, code: "not_found"},
		{name: "an unknown custom method", path: "/scripts:bogus", status: 404, code: "not_found"},
		{
			name: "a method that a path does not have", method: "PATCH", path: "/scripts/{unknown}", status: 405, code: "method_not_allowed",
			headers: map[string]string{"Allow": "DELETE, GET, HEAD, PUT"}, contains: []string{"PATCH", "DELETE, GET, HEAD, PUT"},
		},
		{name: "GET where only POST is", path: "/scripts:check", status: 405, code: "method_not_allowed", headers: map[string]string{"Allow": "POST"}},
		{
			name: "a panic", method: "POST", path: "/scripts", body: `{"name":"greet","source":"PANIC"}`, status: 500, code: "internal", excludes: []string{"panicked"},
			after: func(f *fixture, _ *httptest.ResponseRecorder) {
				if !strings.Contains(f.log.String(), "the checker panicked") {
					f.t.Errorf("the log has no panic: %s", f.log)
				}
			},
		},
		{
			name: "a change that could not be made live stands", method: "POST", path: "/scripts", body: `{"name":"greet","source":"s"}`, status: 201, changes: 1,
			setup: func(f *fixture) { f.changedErr = errDisk },
			after: func(f *fixture, _ *httptest.ResponseRecorder) {
				if !strings.Contains(f.log.String(), "on fire") {
					f.t.Errorf("the log does not say why: %s", f.log)
				}
			},
		},
		{name: "the configuration", path: "/config", status: 200, contains: []string{`"product":"devel"`, `"walls":[]`, `"kind":"sqlite"`, `"log_sink":{`}},
	})
}

func TestHandler_TellsClientsNothingOfTheStoresErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err    error
		status int
		code   string
		log    bool
	}{
		{errDisk, 500, "internal", true},
		{fmt.Errorf("%w: %w", store.ErrUnavailable, errDisk), 503, "unavailable", true},
		{fmt.Errorf("%w: %w", store.ErrNotFound, errDisk), 404, "not_found", false},
		{fmt.Errorf("%w: %w", store.ErrConflict, errDisk), 409, "name_taken", false},
		{fmt.Errorf("%w: %w", store.ErrStale, errDisk), 412, "stale", false},
	} {
		f := newFixture(t, func(s store.Store) store.Store { return brokenStore{s, c.err} })
		scenario{path: "/scripts", status: c.status, code: c.code, excludes: []string{"secret"}}.run(f)
		if logged := strings.Contains(f.log.String(), "on fire"); logged != c.log {
			t.Errorf("%v: logged is %t", c.err, logged)
		}
		if retry := f.send("GET", "/scripts", "").Header().Get("Retry-After"); (retry != "") != (c.status == 503) {
			t.Errorf("%v: Retry-After: %q", c.err, retry)
		}
	}
}

func TestHandler_ARequestThatItsClientGaveUpIsNoError(t *testing.T) {
	t.Parallel()
	f := newFixture(t, func(s store.Store) store.Store { return brokenStore{s, context.Canceled} })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	rec := httptest.NewRecorder()
	f.handler.ServeHTTP(rec, httptest.NewRequestWithContext(ctx, "GET", BasePath+"/scripts", nil))
	if text := f.log.String(); text != "" {
		t.Errorf("the log says %s", text)
	}
}

func TestHandler_ChangesAreMadeLiveAlthoughTheClientLeft(t *testing.T) {
	t.Parallel()
	called := false
	a := &api{Config: Config{Changed: func(ctx context.Context) error {
		called = true
		if err := ctx.Err(); err != nil {
			t.Errorf("the context is over: %v", err)
		}
		return nil
	}}}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a.changed(ctx)
	if !called {
		t.Error("Changed was not called")
	}
}

func TestHandler_SeveralLinesOfIfMatchAreOneList(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	f.script("greet")
	r := httptest.NewRequestWithContext(t.Context(), "DELETE", BasePath+"/scripts/"+f.vars["greet"], nil)
	r.Header["If-Match"] = []string{`"9"`, `"1"`}
	rec := httptest.NewRecorder()
	f.handler.ServeHTTP(rec, r)
	if rec.Code != http.StatusNoContent {
		t.Errorf("%d: %s", rec.Code, rec.Body)
	}
	if len(r.Header["If-Match"]) != 2 {
		t.Error("the caller's request was changed")
	}
}

func TestHandler_WorksOverHTTP(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	server := httptest.NewServer(f.handler)
	t.Cleanup(server.Close)
	body := io.MultiReader(strings.NewReader(`{"name":"greet",`), strings.NewReader(`"source":"s"}`)) // chunked
	res, err := http.Post(server.URL+BasePath+"/scripts", "application/json", body)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusCreated {
		t.Fatalf("%d %v: %s", res.StatusCode, err, text)
	}
}

// brokenWriter fails in the middle of an answer.
type brokenWriter struct{ *httptest.ResponseRecorder }

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestHandler_APanicInTheMiddleOfAnAnswerCutsTheConnection(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	defer func() {
		if v := recover(); v != http.ErrAbortHandler {
			t.Errorf("recovered %v", v)
		}
	}()
	f.handler.ServeHTTP(brokenWriter{httptest.NewRecorder()}, httptest.NewRequestWithContext(t.Context(), "GET", BasePath+"/scripts", nil))
	t.Error("the handler returned")
}

func TestNew_NamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	full := Config{Store: f.store, Auth: f.auth, Checker: f.checker, Table: f.table.Load, Stats: f.stats, Info: func() Info { return Info{} }}
	if _, err := New(full); err != nil {
		t.Errorf("a config with all that is required: %v", err)
	}
	for name, drop := range map[string]func(*Config){
		"Store":   func(c *Config) { c.Store = nil },
		"Auth":    func(c *Config) { c.Auth = nil },
		"Checker": func(c *Config) { c.Checker = nil },
		"Table":   func(c *Config) { c.Table = (func() *routing.Table)(nil) },
		"Stats":   func(c *Config) { c.Stats = nil },
		"Info":    func(c *Config) { c.Info = nil },
	} {
		c := full
		drop(&c)
		if _, err := New(c); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
	}
}

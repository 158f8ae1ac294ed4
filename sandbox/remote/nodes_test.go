package remote_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/remote"
)

func TestExecute_GoesToAnotherNodeWhenOneIsDown(t *testing.T) {
	t.Parallel()
	up := start(t, &stub{}, remote.HandlerOptions{})
	e := dial(t, remote.Options{Nodes: []string{deadURL(t), deadURL(t)}}, up)
	for range 30 {
		if r, w := run(t, e, call()); r.Outcome != sandbox.OK || w.Body.String() != "hello" {
			t.Fatalf("%+v", r)
		}
	}
	if n := up.executions.Load(); n != 30 {
		t.Errorf("30 requests were executed %d times", n)
	}
}

func TestExecute_GoesToAnotherNodeWhenOneRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		bad  func(t *testing.T) *machine
	}{
		{"it does not know the key", func(t *testing.T) *machine {
			return start(t, &stub{}, remote.HandlerOptions{Keys: []string{"another-key-of-this-length"}})
		}},
		{"it drains", func(t *testing.T) *machine {
			m := start(t, &stub{}, remote.HandlerOptions{})
			m.handler.Drain()
			return m
		}},
		{"it has no place", func(t *testing.T) *machine {
			return start(t, &stub{execute: ends(sandbox.Overloaded)}, remote.HandlerOptions{})
		}},
		{"it speaks another version", func(t *testing.T) *machine {
			return web(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Picloud-Executor", "9")
				w.Header().Set("Picloud-Refusal", "version")
				w.WriteHeader(http.StatusNotFound)
			})
		}},
		{"it is something else, which has no such page", func(t *testing.T) *machine { return web(t, http.NotFound) }},
		{"it is something else, which likes everything", func(t *testing.T) *machine {
			return web(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "welcome") })
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bad, good := tt.bad(t), start(t, &stub{}, remote.HandlerOptions{})
			e := dial(t, remote.Options{}, bad, good)
			for _, body := range []string{"", "short", strings.Repeat("long", 100_000)} {
				for range 4 {
					before := good.executions.Load()
					c := call()
					c.Body = strings.NewReader(body)
					if r, w := run(t, e, c); r.Outcome != sandbox.OK || w.Body.String() != "hello" {
						t.Fatalf("%d bytes: %+v", len(body), r)
					}
					if n := good.executions.Load() - before; n != 1 {
						t.Errorf("%d bytes: executed %d times", len(body), n)
					}
				}
			}
		})
	}
}

// web is a node that is none.
func web(t *testing.T, handle http.HandlerFunc) *machine {
	t.Helper()
	m := &machine{stub: &stub{}, server: httptest.NewServer(handle)}
	t.Cleanup(m.server.Close)
	return m
}

func TestExecute_NamesTheNodesWhenAllAreDown(t *testing.T) {
	t.Parallel()
	urls := []string{deadURL(t), deadURL(t)}
	e := dial(t, remote.Options{Nodes: urls, HealthInterval: time.Hour})
	for range 3 {
		r, w := run(t, e, call())
		if r.Outcome != sandbox.Crashed || r.Wrote || w.Body.Len() > 0 {
			t.Fatalf("%+v", r)
		}
		for _, u := range urls {
			if !strings.Contains(r.Error, u) {
				t.Errorf("%s is not named in %q", u, r.Error)
			}
		}
		if strings.Contains(r.Error, testKey) {
			t.Errorf("the key is in %q", r.Error)
		}
	}
	if _, err := e.Check(t.Context(), ""); !errors.Is(err, sandbox.ErrUnavailable) {
		t.Errorf("Check: %v", err)
	}
}

func TestExecute_IsOverloadedWhenAllNodesAre(t *testing.T) {
	t.Parallel()
	a := start(t, &stub{execute: ends(sandbox.Overloaded)}, remote.HandlerOptions{})
	b := start(t, &stub{}, remote.HandlerOptions{})
	b.handler.Drain()
	e := dial(t, remote.Options{}, a, b)
	if r, _ := run(t, e, call()); r.Outcome != sandbox.Overloaded || r.Wrote {
		t.Errorf("%+v", r)
	}
	if r, _ := run(t, dial(t, remote.Options{}, b), call()); r.Outcome != sandbox.Overloaded {
		t.Errorf("a node that drains: %+v", r)
	}
}

func TestExecute_FindsANodeThatComesUpAgain(t *testing.T) {
	t.Parallel()
	var down atomic.Bool
	down.Store(true)
	m := start(t, &stub{}, remote.HandlerOptions{})
	handler := m.handler
	m.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			panic(http.ErrAbortHandler)
		}
		handler.ServeHTTP(w, r)
	})
	e := dial(t, remote.Options{HealthInterval: 20 * time.Millisecond}, m)
	if r, _ := run(t, e, call()); r.Outcome != sandbox.Crashed {
		t.Fatalf("%+v", r)
	}
	down.Store(false)
	eventually(t, "the node is used again", func() bool {
		r, _ := run(t, e, call())
		return r.Outcome == sandbox.OK
	})
}

func TestExecutor_LeavesNodesAloneWhenIdle(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	m := web(t, func(http.ResponseWriter, *http.Request) {
		asked.Add(1)
		panic(http.ErrAbortHandler)
	})
	e := dial(t, remote.Options{HealthInterval: time.Millisecond}, m)
	run(t, e, call())
	// What the request has begun may go on for a while; without an end it would
	// be a look every millisecond.
	eventually(t, "nobody asks any more", func() bool {
		before := asked.Load()
		time.Sleep(200 * time.Millisecond)
		return asked.Load() == before
	})
}

func TestExecute_GoesToTheNodeWithLeastToDo(t *testing.T) {
	t.Parallel()
	let := make(chan struct{})
	waits := func(_ context.Context, c *sandbox.Call, w http.ResponseWriter) sandbox.Result {
		if c.Path == "/slow" {
			<-let
		}
		return says("hello")(nil, c, w)
	}
	a := start(t, &stub{execute: waits}, remote.HandlerOptions{})
	b := start(t, &stub{execute: waits}, remote.HandlerOptions{})
	e := dial(t, remote.Options{}, a, b)
	slow := call()
	slow.Path = "/slow"
	var inFlight sync.WaitGroup
	const each = 10
	for i := range 2 * each {
		inFlight.Go(func() { run(t, e, slow) })
		eventually(t, "it runs", func() bool { return a.executions.Load()+b.executions.Load() == int64(i+1) })
	}
	if n := a.executions.Load(); n != each {
		t.Errorf("of %d executions at once, %d run on one of two nodes", 2*each, n)
	}
	close(let)
	inFlight.Wait()
}

func TestExecute_TakesIntoAccountWhatANodeDoesForOthers(t *testing.T) {
	t.Parallel()
	let := make(chan struct{})
	busy := start(t, &stub{execute: func(_ context.Context, c *sandbox.Call, w http.ResponseWriter) sandbox.Result {
		if c.Path == "/slow" {
			<-let
		}
		return says("busy")(nil, c, w)
	}}, remote.HandlerOptions{})
	idle := start(t, &stub{execute: says("idle")}, remote.HandlerOptions{})
	others := dial(t, remote.Options{}, busy)
	slow := call()
	slow.Path = "/slow"
	var inFlight sync.WaitGroup
	for range 10 {
		inFlight.Go(func() { run(t, others, slow) })
	}
	eventually(t, "they run", func() bool { return busy.executions.Load() == 10 })
	e := dial(t, remote.Options{}, busy, idle)
	// It learns it from the first answer, and knows it for a second.
	eventually(t, "requests go to the other node", func() bool {
		for range 10 {
			if _, w := run(t, e, call()); w.Body.String() == "busy" {
				return false
			}
		}
		return true
	})
	close(let)
	inFlight.Wait()
}

func TestExecute_SendsASourceOnce(t *testing.T) {
	t.Parallel()
	m := start(t, &stub{}, remote.HandlerOptions{})
	var sources atomic.Int64
	handler := m.handler
	var current atomic.Pointer[http.Handler]
	set := func(h http.Handler) { current.Store(&h) }
	set(handler)
	m.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > 1<<20 {
			sources.Add(1)
		}
		(*current.Load()).ServeHTTP(w, r)
	})
	e := dial(t, remote.Options{}, m)
	c := call()
	c.Script.Source = strings.Repeat("x", 1<<20)
	for range 5 {
		if r, _ := run(t, e, c); r.Outcome != sandbox.OK {
			t.Fatalf("%+v", r)
		}
	}
	if n := sources.Load(); n != 1 {
		t.Errorf("the source was sent %d times", n)
	}
	// A node that was started again has nothing.
	set(newHandler(t, remote.NewNode(m.stub), remote.HandlerOptions{}))
	if r, _ := run(t, e, c); r.Outcome != sandbox.OK {
		t.Fatalf("%+v", r)
	}
	if n := sources.Load(); n != 2 {
		t.Errorf("the source was sent %d times", n)
	}
	// Another source of the same version, as in a restored database.
	c.Script.Source = strings.Repeat("y", 1<<20)
	if r, _ := run(t, e, c); r.Outcome != sandbox.OK {
		t.Fatalf("%+v", r)
	}
	if n := sources.Load(); n != 3 {
		t.Errorf("the source was sent %d times", n)
	}
	if n := m.executions.Load(); n != 7 {
		t.Errorf("7 requests were executed %d times", n)
	}
}

func TestExecutor_PreparesAndRetiresOnEveryNode(t *testing.T) {
	t.Parallel()
	a, b := start(t, &stub{}, remote.HandlerOptions{}), start(t, &stub{}, remote.HandlerOptions{})
	e := dial(t, remote.Options{}, a, b)
	c := call()
	if err := e.Prepare(t.Context(), c.Script, sandbox.Limits{}); err != nil {
		t.Fatal(err)
	}
	for _, m := range []*machine{a, b} {
		m.mu.Lock()
		if len(m.prepared) != 1 || m.prepared[0].Source != c.Script.Source {
			t.Errorf("prepared %+v", m.prepared)
		}
		m.mu.Unlock()
	}
	e.Retire("s")
	for _, m := range []*machine{a, b} {
		eventually(t, "it is retired", func() bool {
			m.mu.Lock()
			defer m.mu.Unlock()
			return len(m.retired) == 1 && m.retired[0] == m.prepared[0].ID
		})
	}
	c.Script.Source = "it cannot"
	c.Script.Version++
	if err := e.Prepare(t.Context(), c.Script, sandbox.Limits{}); err == nil || !strings.Contains(err.Error(), "cannot be prepared") {
		t.Errorf("got %v", err)
	}
}

func TestWalls_AreThoseOfEveryNode(t *testing.T) {
	t.Parallel()
	e := dial(t, remote.Options{}, start(t, &stub{}, remote.HandlerOptions{}))
	if walls := e.Walls(); walls[0].Name != "machine" {
		t.Errorf("got %+v", walls)
	}
	eventually(t, "the node has told", func() bool {
		walls := e.Walls()
		return len(walls) == 2 && walls[1].Name == "files" && walls[1].Stands
	})
}

func TestCheck_AsksAnyNode(t *testing.T) {
	t.Parallel()
	want := sandbox.Diagnostic{Line: 3, Column: 7, EndLine: 3, EndColumn: 9, Severity: sandbox.SeverityWarning, Code: "type", Message: "no: \u00fc"}
	m := start(t, &stub{check: func(source string) ([]sandbox.Diagnostic, error) {
		if source == "unavailable" {
			return nil, sandbox.ErrUnavailable
		}
		return []sandbox.Diagnostic{want}, nil
	}}, remote.HandlerOptions{})
	e := dial(t, remote.Options{Nodes: []string{deadURL(t)}}, m)
	for range 3 {
		if list, err := e.Check(t.Context(), "source"); err != nil || len(list) != 1 || list[0] != want {
			t.Errorf("got %+v, %v", list, err)
		}
	}
	if _, err := e.Check(t.Context(), "unavailable"); !errors.Is(err, sandbox.ErrUnavailable) {
		t.Errorf("got %v", err)
	}
	if _, err := e.Check(t.Context(), strings.Repeat("x", 17<<20)); err == nil {
		t.Error("a source without end was sent")
	}
}

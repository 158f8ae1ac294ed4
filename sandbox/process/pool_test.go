package process

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// state looks at a script under its lock.
func (s *script) state(look func() bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return look()
}

// counter is a script whose global variable counts its executions.
const counter = `package main

import "github.com/picloud/picloud/sdk"

var n int

func Handle(ctx *sdk.Context) (any, error) {
	n++
	return n, nil
}
`

// spin runs until its client is gone or its time is up.
var spin = handler("for {\n}")

func spinning(id string) *sandbox.Call {
	c := call(spin)
	c.Script.ID = id
	c.Limits.Operations = 1 << 60
	return c
}

func text(w interface{ String() string }) string { return strings.TrimSpace(w.String()) }

func TestExecute_KeepsTheWorkerOfAScript(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	c := call(counter)
	c.Limits.Concurrency = 1
	for want := range 5 {
		if r, w := run(t, e, c); r.Outcome != sandbox.OK || text(w.Body) != fmt.Sprint(want+1) {
			t.Errorf("%s %+v", w.Body, r)
		}
	}
	if n := workers(e); n > 2 {
		t.Errorf("%d workers for one script and a spare", n)
	}
}

func TestExecute_GivesEachVersionItsOwnGlobals(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	c := call(counter)
	run(t, e, c)
	first := e.script(c.Script)
	c.Script.Version = 2
	if err := e.Prepare(t.Context(), c.Script, c.Limits); err != nil {
		t.Fatal(err)
	}
	if !first.state(func() bool { return first.live && first.worker != nil }) {
		t.Error("preparing a version ended the one that is live")
	}
	prepared := e.script(c.Script).worker
	if r, w := run(t, e, c); text(w.Body) != "1" || e.script(c.Script).worker != prepared {
		t.Errorf("%s %+v", w.Body, r)
	}
	eventually(t, "the version before is stopped", func() bool {
		return first.state(func() bool { return first.worker == nil })
	})
	if r, w := run(t, e, c); text(w.Body) != "2" || r.Outcome != sandbox.OK {
		t.Errorf("%s %+v", w.Body, r)
	}
}

func TestPrepare_ReportsScriptsThatDoNotStart(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	if err := e.Prepare(t.Context(), call("package main").Script, sandbox.Limits{}); err == nil || !strings.Contains(err.Error(), "Handle") {
		t.Error(err)
	}
	c := call("package main\n\nvar x = []int{}[len(\"a\")]\n" + strings.TrimPrefix(handler("return x, nil"), "package main\n"))
	r, w := run(t, e, c)
	if r.Outcome != sandbox.Failed || w.Body.Len() > 0 || r.Error == "" {
		t.Errorf("%+v", r)
	}
	again, _ := run(t, e, c)
	if again.Outcome != r.Outcome || again.Error != r.Error {
		t.Errorf("the second time it is %+v", again)
	}
}

func TestExecute_QueuesAndThenRefuses(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	c := spinning("q")
	c.Limits.Concurrency = 2
	c.Limits.Timeout = time.Minute
	if err := e.Prepare(t.Context(), c.Script, c.Limits); err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	defer end()
	const all, stay = 10, 4 // two run, and as many wait
	results := make(chan sandbox.Result, all)
	for range all {
		go func() { results <- e.Execute(ctx, c, httptest.NewRecorder()) }()
	}
	// Those that stay do so until they are told to end.
	for range all - stay {
		if r := <-results; r.Outcome != sandbox.Overloaded {
			t.Errorf("one over the bounds: %+v", r)
		}
	}
	end()
	for range stay {
		if r := <-results; r.Outcome != sandbox.Canceled {
			t.Errorf("one within the bounds: %+v", r)
		}
	}
}

func TestExecute_LetsSlowClientsHoldNoPlaces(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	c := call(handler("return make([]byte, 1<<20), nil"))
	c.Limits.Concurrency = 1
	held := make(chan struct{})
	w := &stuckClient{sink: sink{header: http.Header{}}, held: held, writing: make(chan struct{})}
	var all sync.WaitGroup
	all.Go(func() {
		if r := e.Execute(t.Context(), c, w); r.Outcome != sandbox.OK || w.n != 1<<20 {
			t.Errorf("the slow client: %+v", r)
		}
	})
	<-w.writing
	if r, _ := run(t, e, c); r.Outcome != sandbox.OK {
		t.Errorf("the other client: %+v", r)
	}
	close(held)
	all.Wait()
}

// stuckClient takes nothing until held is closed.
type stuckClient struct {
	sink
	held, writing chan struct{}
	once          sync.Once
}

func (s *stuckClient) Write(b []byte) (int, error) {
	s.once.Do(func() { close(s.writing) })
	<-s.held
	return s.sink.Write(b)
}

func TestExecute_StopsTheWorkerThatWasIdleLongest(t *testing.T) {
	t.Parallel()
	e := open(t, Options{MaxWorkers: 2})
	calls := map[string]*sandbox.Call{}
	for _, id := range []string{"a", "b", "a", "c"} {
		c := call(counter)
		c.Script.ID = id
		c.Limits.Concurrency = 1
		calls[id] = c
		if r, _ := run(t, e, c); r.Outcome != sandbox.OK {
			t.Fatalf("%+v", r)
		}
	}
	for id, want := range map[string]bool{"a": true, "b": false, "c": true} {
		s := e.script(calls[id].Script)
		if got := s.state(func() bool { return s.worker != nil }); got != want {
			t.Errorf("script %s has a worker: %t", id, got)
		}
	}
}

func TestExecute_RefusesWhenAllWorkersAreBusy(t *testing.T) {
	t.Parallel()
	e := open(t, Options{MaxWorkers: 1})
	c := spinning("busy")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if err := e.Prepare(t.Context(), c.Script, c.Limits); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	all.Go(func() { e.Execute(ctx, c, &sink{header: http.Header{}}) })
	s := e.script(c.Script)
	eventually(t, "the script runs", func() bool { return s.state(func() bool { return s.worker.busy > 0 }) })
	other := call(counter)
	other.Limits.Timeout = 200 * time.Millisecond
	if r, _ := run(t, e, other); r.Outcome != sandbox.Overloaded || !strings.Contains(r.Error, "all 1 workers are busy") {
		t.Errorf("%+v", r)
	}
	all.Go(func() {
		if r, _ := run(t, e, call(counter)); r.Outcome != sandbox.OK {
			t.Errorf("one that waits: %+v", r)
		}
	})
	eventually(t, "it waits", func() bool { return e.pool.wanted.Load() == 1 })
	cancel()
	all.Wait()
}

func TestExecutor_StopsIdleWorkers(t *testing.T) {
	t.Parallel()
	e := open(t, Options{Idle: 50 * time.Millisecond, Spares: -1})
	run(t, e, call(counter))
	eventually(t, "no worker and no script is left", func() bool {
		left := 0
		e.scripts.Range(func(any, any) bool { left++; return true })
		return workers(e) == 0 && left == 0
	})
	if e.sweeper.armed.Load() {
		t.Error("a timer runs for nothing")
	}
	eventually(t, "the watcher sleeps", func() bool { return !e.watcher.awake.Load() })
	if r, w := run(t, e, call(counter)); r.Outcome != sandbox.OK || text(w.Body) != "1" {
		t.Errorf("%s %+v", w.Body, r)
	}
}

func TestRetire_LetsExecutionsFinish(t *testing.T) {
	t.Parallel()
	e := open(t, Options{Spares: -1})
	c := spinning("gone")
	c.Limits.Timeout = 300 * time.Millisecond
	if err := e.Prepare(t.Context(), c.Script, c.Limits); err != nil {
		t.Fatal(err)
	}
	s := e.script(c.Script)
	var all sync.WaitGroup
	all.Go(func() {
		if r, _ := run(t, e, c); r.Outcome != sandbox.Timeout {
			t.Errorf("%+v", r)
		}
	})
	eventually(t, "the script runs", func() bool { return s.state(func() bool { return s.worker.busy > 0 }) })
	e.Retire("gone")
	all.Wait()
	eventually(t, "the worker is gone", func() bool { return workers(e) == 0 })
}

func TestExecute_TakesAnotherWorkerForOtherLimits(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	c := call(counter)
	run(t, e, c)
	c.Limits.Memory = 32 << 20
	if r, w := run(t, e, c); r.Outcome != sandbox.OK || text(w.Body) != "1" {
		t.Errorf("%s %+v", w.Body, r)
	}
	c.Limits.Concurrency = 40
	if r, w := run(t, e, c); r.Outcome != sandbox.OK || text(w.Body) != "1" {
		t.Errorf("%s %+v", w.Body, r)
	}
	s := e.script(c.Script)
	if !s.state(func() bool { return len(s.worker.pairs) == 80 }) {
		t.Error("the worker has too few pipes")
	}
}

func TestClose_LeavesNothingBehind(t *testing.T) {
	goroutines, files := runtime.NumGoroutine(), openFiles(t)
	for range 3 {
		e, err := New(Options{Spares: 2})
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{"a", "b", "c"} {
			c := call(counter)
			c.Script.ID = id
			run(t, e, c)
		}
		if _, err := e.Check(t.Context(), counter); err != nil {
			t.Error(err)
		}
		var all sync.WaitGroup
		for _, id := range []string{"x", "y"} {
			all.Go(func() {
				r, _ := run(t, e, spinning(id))
				if r.Outcome != sandbox.Crashed || !strings.Contains(r.Error, "closed") {
					t.Errorf("in flight: %+v", r)
				}
			})
			s := e.script(spinning(id).Script)
			eventually(t, "the script runs", func() bool {
				return s.state(func() bool { return s.worker != nil && s.worker.busy > 0 })
			})
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
		all.Wait()
		if n := workers(e); n != 0 {
			t.Errorf("%d workers live", n)
		}
		if r, _ := run(t, e, call(counter)); r.Outcome != sandbox.Crashed {
			t.Errorf("after Close: %+v", r)
		}
		if _, err := e.Check(t.Context(), counter); err == nil {
			t.Error("a check after Close succeeds")
		}
	}
	eventually(t, "no goroutine is left", func() bool { return runtime.NumGoroutine() <= goroutines })
	eventually(t, "no file is left open", func() bool { return openFiles(t) <= files })
}

func TestClose_MayComeAtAnyMoment(t *testing.T) {
	t.Parallel()
	for i := range 8 {
		e, err := New(Options{Spares: -1})
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for j := range 4 {
			all.Go(func() {
				c := call(counter)
				c.Script.ID = fmt.Sprint(j)
				for !e.closed.Load() {
					if r, _ := run(t, e, c); r.Outcome != sandbox.OK && r.Outcome != sandbox.Crashed {
						t.Errorf("%+v", r)
					}
					e.Retire(c.Script.ID)
				}
			})
		}
		all.Go(func() {
			for !e.closed.Load() {
				if d, err := e.Check(t.Context(), counter); err == nil && slices.ContainsFunc(d, func(d sandbox.Diagnostic) bool { return d.Severity == sandbox.SeverityError }) {
					t.Error(d)
				}
				_ = e.Prepare(t.Context(), sandbox.Script{ID: "p", Source: counter}, sandbox.Limits{})
			}
		})
		time.Sleep(time.Duration(i*i) * 3 * time.Millisecond)
		if err := e.Close(); err != nil {
			t.Error(err)
		}
		all.Wait()
	}
}

func openFiles(t *testing.T) int {
	files, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("this system does not list open files")
	}
	return len(files)
}

func TestPool_SparesAreAsWideAsScriptsWant(t *testing.T) {
	t.Parallel()
	e := open(t, Options{Spares: 1})
	wide := call(counter)
	wide.Limits.Concurrency = 2 * e.options.Limits.Concurrency
	run(t, e, wide)
	var spare *worker
	eventually(t, "there is a spare", func() bool {
		e.pool.mu.Lock()
		defer e.pool.mu.Unlock()
		if len(e.pool.spares) > 0 {
			spare = e.pool.spares[0]
		}
		return spare != nil
	})
	wide.Script.ID = "another"
	run(t, e, wide)
	if e.script(wide.Script).worker != spare {
		t.Error("a script was not given the spare")
	}
}

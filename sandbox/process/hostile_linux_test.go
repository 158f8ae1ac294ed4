package process

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
)

func openHostile(t *testing.T, kind string) *Executor {
	t.Helper()
	self, err := ownProgram()
	if err != nil {
		t.Fatal(err)
	}
	self.name = hostilePrefix + kind
	e, err := newExecutor(Options{Spares: -1, Logger: testLogger(t), Limits: sandbox.Limits{Timeout: time.Minute}}, self)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

func TestExecute_SurvivesHostileWorkers(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]struct {
		reason string
		wrote  bool
	}{
		"garbage":                   {reason: "broke the protocol"},
		"huge length":               {reason: "a frame of 4294967295 bytes"},
		"unknown type":              {reason: "frame type 99"},
		"too many fields":           {reason: "a count is too large"},
		"status 7":                  {reason: "status 7"},
		"smuggled field":            {reason: "characters that are not allowed"},
		"body without end":          {reason: "a response body over the limit", wrote: true},
		"head without end":          {reason: "broke the protocol"},
		"result without end":        {reason: "a message of more than"},
		"empty pieces":              {reason: "a frame that is not the last has 0 bytes", wrote: true},
		"body first":                {reason: "out of turn"},
		"result only":               {reason: "a result before the end"},
		"two heads":                 {reason: "out of turn", wrote: true},
		"another id":                {reason: "a response to another request"},
		"two answers":               {reason: "more than one response"},
		"half a response":           {reason: "died", wrote: true},
		"exit":                      {reason: "exit status 3"},
		"closes the pipe":           {reason: "died: signal: killed"},
		"closes the control pipe":   {reason: "died"},
		"talks on the control pipe": {reason: "a message that nobody asked for"},
		"last words":                {reason: "fatal error: everything is \uFFFD wrong"},
		"floods of log":             {reason: "a count is too large"},
		"many threads":              {reason: "more than 64 threads"},

		"lane: garbage":               {reason: "broke the protocol"},
		"lane: too long":              {reason: "does not belong on the lane"},
		"lane: in pieces":             {reason: "does not belong on the lane"},
		"lane: another type":          {reason: "does not belong on the lane"},
		"lane: another id":            {reason: "an answer that nobody waits for"},
		"lane: empty":                 {reason: "cut off"},
		"lane: no response":           {reason: "a result before the end"},
		"lane: a body without a head": {reason: "a result before the end"},
		"lane: status 7":              {reason: "status 7"},
		"lane: smuggled field":        {reason: "characters that are not allowed"},
		"lane: too large a body":      {reason: "a response body over the limit"},
		"lane: elsewhere twice":       {reason: "an answer that nobody waits for"},
		"lane: closes the pipe":       {reason: "died: signal: killed"},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			e := openHostile(t, kind)
			c := call("anything")
			if kind == "lane: too large a body" {
				c.Limits.ResponseBytes = 9_999
			}
			r, _ := run(t, e, c)
			if r.Outcome != sandbox.Crashed || !strings.Contains(r.Error, want.reason) || r.Wrote != want.wrote {
				t.Errorf("%+v", r)
			}
			eventually(t, "the worker is gone", func() bool { return workers(e) == 0 })
		})
	}
}

func TestExecute_AnswersAtTheDeadline(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"silence", "crumbs", "lane: silence", "lane: crumbs", "lane: does not read"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			e := openHostile(t, kind)
			c := call("anything")
			c.Limits.Timeout = 100 * time.Millisecond
			if err := e.Prepare(t.Context(), c.Script, c.Limits); err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			r, _ := run(t, e, c)
			if r.Outcome != sandbox.Timeout || r.Wrote {
				t.Errorf("%+v", r)
			}
			t.Log("answered after", time.Since(start))
			eventually(t, "the worker is gone", func() bool { return workers(e) == 0 })
			if d := time.Since(start); d < c.Limits.Timeout+drainTime {
				t.Errorf("the worker was killed after %s: before it could have drained", d)
			}
		})
	}
	t.Run("and cuts off a response that stalls", func(t *testing.T) {
		t.Parallel()
		e := openHostile(t, "stalls")
		c := call("anything")
		c.Limits.Timeout = 100 * time.Millisecond
		r, _ := run(t, e, c)
		if r.Outcome != sandbox.Crashed || !r.Wrote || !strings.Contains(r.Error, "stalls") {
			t.Errorf("%+v", r)
		}
	})
	t.Run("and pardons a worker that stops in time", func(t *testing.T) {
		t.Parallel()
		e := openHostile(t, "late")
		c := call("anything")
		c.Limits.Timeout = 50 * time.Millisecond
		if r, _ := run(t, e, c); r.Outcome != sandbox.Timeout {
			t.Errorf("%+v", r)
		}
		s := e.script(c.Script)
		eventually(t, "the place comes back", func() bool {
			s.mu.Lock()
			defer s.mu.Unlock()
			return s.worker != nil && s.worker.stuck == 0 && s.worker.busy == 0
		})
		c.Limits.Timeout = time.Minute
		pid := s.worker.cmd.Process.Pid
		if r, w := run(t, e, c); r.Outcome != sandbox.OK || w.Body.String() != "late" || s.worker.cmd.Process.Pid != pid {
			t.Errorf("%+v", r)
		}
	})
	t.Run("and serves the next request from another worker meanwhile", func(t *testing.T) {
		t.Parallel()
		e := openHostile(t, "late")
		c := call("anything")
		c.Limits.Timeout = 50 * time.Millisecond
		if r, _ := run(t, e, c); r.Outcome != sandbox.Timeout {
			t.Errorf("%+v", r)
		}
		s := e.script(c.Script)
		s.mu.Lock()
		first := s.worker
		s.mu.Unlock()
		c.Limits.Timeout = time.Minute
		if r, w := run(t, e, c); r.Outcome != sandbox.OK || w.Body.String() != "late" {
			t.Errorf("%+v", r)
		}
		<-first.dead
	})
}

func TestExecute_DoesNotPayForFloods(t *testing.T) {
	e := openHostile(t, "flood on stderr")
	c := call("anything")
	if err := e.Prepare(t.Context(), c.Script, c.Limits); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start, read := time.Now(), bytesRead(t)
	r, _ := run(t, e, c)
	read = bytesRead(t) - read
	runtime.ReadMemStats(&after)
	if r.Outcome != sandbox.OK {
		t.Errorf("%+v", r)
	}
	// Of standard error only so much is read in a second, and little else.
	took := time.Since(start)
	if most := int64(took/time.Second+2)*2*noiseBudget + 256<<10; read > most {
		t.Errorf("this process read %d bytes in %s", read, took)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 1<<20 {
		t.Errorf("floods cost this process %d bytes", grown)
	}
}

// bytesRead is how many bytes this process has read. It skips a test where the
// kernel does not count them.
func bytesRead(t *testing.T) (n int64) {
	t.Helper()
	text, err := os.ReadFile("/proc/self/io")
	if err != nil {
		t.Skip(err)
	}
	if _, err := fmt.Sscanf(string(text), "rchar: %d", &n); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return n
}

func TestNew_ReportsWorkersThatDoNotStart(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{
		"dies at the start":    "exit status 7",
		"babbles at the start": "broke the protocol",
	} {
		self, err := ownProgram()
		if err != nil {
			t.Fatal(err)
		}
		self.name = hostilePrefix + kind
		if _, err = newExecutor(Options{}, self); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if _, err := newExecutor(Options{}, program{path: "/does/not/exist", name: "x"}); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if _, err := New(Options{Isolation: "some"}); err == nil {
		t.Error("an isolation that does not exist is accepted")
	}
}

func TestCheck_ReportsScriptsThatTheWorkerDoesNotSurvive(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{
		"dies on checks": "out of memory",
		"silence":        "checking it takes longer than 200ms",
	} {
		e := openHostile(t, kind)
		e.options.CheckTimeout = 200 * time.Millisecond
		for range 4 {
			d, err := e.Check(t.Context(), "anything")
			if err != nil || len(d) != 1 || !strings.HasPrefix(d[0].Message, "this script cannot be loaded: ") || !strings.Contains(d[0].Message, want) {
				t.Errorf("%v %v", d, err)
			}
		}
	}
}

func TestCheck_TriesAgainWhenItsWorkerIsKilled(t *testing.T) {
	t.Parallel()
	e := open(t, Options{Logger: testLogger(t)})
	if _, err := e.Check(t.Context(), counter); err != nil {
		t.Fatal(err)
	}
	w := e.checker.worker
	// It stands still, so that it dies before it can answer.
	if err := w.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	checked := make(chan error, 1)
	go func() {
		d, err := e.Check(t.Context(), counter)
		if slices.ContainsFunc(d, func(d sandbox.Diagnostic) bool { return d.Severity == sandbox.SeverityError }) {
			err = fmt.Errorf("%+v", d)
		}
		checked <- err
	}()
	eventually(t, "the worker is asked", func() bool { return w.calls.Load() > 0 })
	if err := w.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := <-checked; err != nil {
		t.Error(err)
	}
	if !w.slain() {
		t.Errorf("the worker that was asked ended by itself: %+v", w.verdict)
	}
}

func TestCheck_TriesAgainOnce(t *testing.T) {
	t.Parallel()
	e := openHostile(t, "silence")
	e.options.CheckTimeout = time.Minute
	checked := make(chan []sandbox.Diagnostic, 1)
	go func() {
		d, err := e.Check(t.Context(), "anything")
		if err != nil {
			t.Error(err)
		}
		checked <- d
	}()
	var last *worker
	for range 2 {
		eventually(t, "another worker is asked", func() bool {
			e.mu.Lock()
			defer e.mu.Unlock()
			for w := range e.live {
				if w != last && w.calls.Load() > 0 {
					last = w
					return true
				}
			}
			return false
		})
		if err := last.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		<-last.dead
	}
	if d := <-checked; len(d) != 1 || !strings.Contains(d[0].Message, "signal: killed") {
		t.Errorf("%v", d)
	}
}

func TestExecute_ReportsAScriptThatNeverLoads(t *testing.T) {
	t.Parallel()
	e := openHostile(t, "never loads")
	c := call("anything")
	c.Limits.Timeout = 50 * time.Millisecond
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if r, _ := run(t, e, c); r.Outcome != sandbox.Timeout {
				t.Errorf("%+v", r)
			}
		})
	}
	all.Wait()
	eventually(t, "the worker is gone", func() bool { return workers(e) == 0 })
}

func TestExecute_DoesNotBlameAScriptThatWasNotRead(t *testing.T) {
	t.Parallel()
	e := openHostile(t, "deaf")
	c := call(strings.Repeat("x", 200_000))
	if r, _ := run(t, e, c); r.Outcome != sandbox.Crashed || !strings.Contains(r.Error, "did not read") {
		t.Errorf("%+v", r)
	}
	if s := e.script(c.Script); s.state(func() bool { return len(s.deaths) > 0 }) {
		t.Error("it counts against the script")
	}
}

func TestThreadsIn_ReadsWhatTheKernelSays(t *testing.T) {
	t.Parallel()
	const rest = " S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 20 0 %d 0 99"
	for name, want := range map[string]int64{"(go)": 12, "(a) b) 1 2)": 7, "( )": 4096} {
		if got := threadsIn(fmt.Appendf(nil, "42 "+name+rest, want)); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
	for _, stat := range []string{"", "42 (go) S 1", ")"} {
		if got := threadsIn([]byte(stat)); got != 0 {
			t.Errorf("%q: %d", stat, got)
		}
	}
}

func TestClassify_NamesWhatKilledAWorker(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]sandbox.Outcome{
		"fatal error: runtime: out of memory\n\nruntime stack:":                               sandbox.MemoryLimit,
		"runtime: goroutine stack exceeds 67108864-byte limit\nfatal error: stack overflow\n": sandbox.DepthLimit,
		"runtime: VirtualAlloc\nfatal error: runtime: cannot allocate memory":                 sandbox.MemoryLimit,
		"panic: main.Handle.func\n\ngoroutine 9":                                              sandbox.Crashed,
		"":                                                                                    sandbox.Crashed,
	} {
		v := classify(causeSilent, io.EOF, nil, text)
		if v.outcome != want || !v.blame || v.reason == "" {
			t.Errorf("%q: %+v", text, v)
		}
	}
	if v := classify(causeRetired, nil, nil, "panic: x"); v != verdict(*causeRetired) {
		t.Errorf("%+v", v)
	}
	if !slices.Contains(sandbox.Outcomes(), classify(nil, io.EOF, nil, "x").outcome) {
		t.Error("no outcome")
	}
}

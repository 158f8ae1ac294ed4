package process

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// murder kills the worker of a script, as an operator or the kernel might.
func murder(t *testing.T, s *script) {
	t.Helper()
	s.mu.Lock()
	w := s.worker
	s.mu.Unlock()
	if w == nil {
		t.Fatal("there is no worker")
	}
	if err := w.cmd.Process.Signal(os.Kill); err != nil {
		t.Fatal(err)
	}
}

func TestExecute_ServesOnAfterAWorkerIsKilled(t *testing.T) {
	t.Parallel()
	e := open(t, Options{Logger: testLogger(t)})
	c, innocent := spinning("victim"), call(counter)
	innocent.Limits.Concurrency = 1
	run(t, e, innocent)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			r, _ := run(t, e, c)
			if r.Outcome != sandbox.Crashed || r.Wrote || !strings.Contains(r.Error, "signal: killed") {
				t.Errorf("%+v", r)
			}
		})
	}
	s := e.script(c.Script)
	eventually(t, "all run", func() bool { return s.state(func() bool { return s.worker != nil && s.worker.busy == 4 }) })
	murder(t, s)
	all.Wait()
	c.Limits.Timeout = 10 * time.Millisecond
	if r, _ := run(t, e, c); r.Outcome != sandbox.Timeout {
		t.Errorf("the next one: %+v", r)
	}
	if r, w := run(t, e, innocent); r.Outcome != sandbox.OK || text(w.Body) != "2" {
		t.Errorf("the other script noticed: %s %+v", w.Body, r)
	}
}

func TestExecute_BacksOffFromAScriptThatCrashes(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	c := call(counter)
	for range crashLimit {
		if r, _ := run(t, e, c); r.Outcome != sandbox.OK {
			t.Fatalf("%+v", r)
		}
		s := e.script(c.Script)
		murder(t, s)
		eventually(t, "the death is noticed", func() bool { return s.state(func() bool { return s.worker == nil }) })
	}
	r, _ := run(t, e, c)
	if r.Outcome != sandbox.Overloaded || !strings.Contains(r.Error, "died 3 times") || !strings.Contains(r.Error, "signal: killed") {
		t.Errorf("%+v", r)
	}
	s := e.script(c.Script)
	s.mu.Lock()
	for i := range s.deaths {
		s.deaths[i] = s.deaths[i].Add(-crashPause)
	}
	s.mu.Unlock()
	if r, _ := run(t, e, c); r.Outcome != sandbox.OK {
		t.Errorf("after the pause: %+v", r)
	}
}

func TestExecute_HoldsTheDeadline(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	c := spinning("slow")
	c.Limits.Timeout = 100 * time.Millisecond
	for range 2 {
		r, w := run(t, e, c)
		if r.Outcome != sandbox.Timeout || w.Body.Len() > 0 {
			t.Errorf("%+v", r)
		}
		if d := r.Usage.Warm + r.Usage.Run; d < c.Limits.Timeout {
			t.Errorf("ended after %s", d)
		}
	}
	s := e.script(c.Script)
	eventually(t, "nothing is left of it", func() bool {
		return s.state(func() bool { return s.worker != nil && s.worker.busy == 0 })
	})
}

func TestExecute_HoldsTheOtherLimits(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	for name, test := range map[string]struct {
		body   string
		limits sandbox.Limits
		want   sandbox.Outcome
	}{
		"operations": {"for {\n}", sandbox.Limits{Operations: 1000}, sandbox.OperationLimit},
		"depth":      {"var f func()\nf = func() { f() }\nf()\nreturn nil, nil", sandbox.Limits{CallDepth: 50}, sandbox.DepthLimit},
		"response":   {"return make([]byte, 1001), nil", sandbox.Limits{ResponseBytes: 1000}, sandbox.ResponseLimit},
		"error":      {"return nil, sdk.Error(418, \"x\")", sandbox.Limits{}, sandbox.OK},
		"panic":      {"panic(\"ouch\")", sandbox.Limits{}, sandbox.Failed},
		"fields": {"r := sdk.Text(200, \"x\")\nfor i := 0; i < 200; i++ {\nr.Header.Add(\"X\", \"y\")\n}\nreturn r, nil",
			sandbox.Limits{}, sandbox.Failed},
		"field": {"r := sdk.Text(200, \"x\")\nr.Header.Set(\"X\", \"a\\nb\")\nreturn r, nil", sandbox.Limits{}, sandbox.Failed},
	} {
		c := call(handler(test.body))
		c.Script.ID, c.Limits = name, test.limits
		for range 2 {
			r, _ := run(t, e, c)
			if r.Outcome != test.want || r.Wrote != (test.want == sandbox.OK) {
				t.Errorf("%s: %+v", name, r)
			}
		}
		s := e.script(c.Script)
		if s.state(func() bool { return len(s.deaths) > 0 }) {
			t.Errorf("%s: a worker died", name)
		}
	}
}

func TestExecute_CountsLogsAgainstTheirLimit(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	c := call(handler("for i := 0; i < 50; i++ {\nctx.Log.Info(\"0123456789\", \"n\", i)\n}\nfmt.Print(\"a\\x00b\\xffc\")\nreturn nil, nil", "fmt"))
	c.Limits.LogLines, c.Limits.LogBytes = 10, 1000
	if r, _ := run(t, e, c); r.Outcome != sandbox.OK || len(r.Logs) != 10 || r.Dropped != 41 {
		t.Errorf("%+v", r)
	}
	c.Limits.LogLines, c.Limits.LogBytes = 100, 100_000
	r, _ := run(t, e, c)
	if r.Outcome != sandbox.OK || len(r.Logs) != 51 || r.Dropped != 0 {
		t.Fatalf("%+v", r)
	}
	if last := r.Logs[50]; last.Level != "print" || last.Message != "a\uFFFDb\uFFFDc" {
		t.Errorf("%+v", last)
	}
	// Text that is made valid gets longer.
	c = call(handler("fmt.Print(string(make([]byte, 30_000)))\nreturn nil, nil", "fmt"))
	c.Script.ID = "zeros"
	if r, _ := run(t, e, c); r.Outcome != sandbox.OK || len(r.Logs) != 1 || r.Dropped != 0 || r.Logs[0].Message != strings.Repeat("\uFFFD", 30_000) {
		t.Errorf("%d lines, %d dropped, %s %s", len(r.Logs), r.Dropped, r.Outcome, r.Error)
	}
	c = call(handler("fmt.Print(string(make([]byte, 250_000)))\nreturn nil, nil", "fmt"))
	c.Script.ID, c.Limits.LogBytes = "more zeros", 256<<10
	if r, _ := run(t, e, c); r.Outcome != sandbox.OK || len(r.Logs) != 1 || len(r.Logs[0].Message) != 750_000 {
		t.Errorf("%d lines, %d dropped, %s %s", len(r.Logs), r.Dropped, r.Outcome, r.Error)
	}
	c = call(handler("for i := 0; i < 100; i++ {\nctx.Log.Info(strings.Repeat(\"x\", 1000))\n}\nreturn nil, nil", "strings"))
	c.Script.ID = "large"
	c.Limits.LogBytes = 200_000
	if r, _ := run(t, e, c); r.Outcome != sandbox.OK || len(r.Logs) != 100 || len(r.Logs[99].Message) != 1000 {
		t.Errorf("%d lines, %s %s", len(r.Logs), r.Outcome, r.Error)
	}
}

func TestExecute_HoldsTheMemoryLimit(t *testing.T) {
	e := open(t, Options{Logger: testLogger(t)})
	for name, body := range map[string]string{
		"one slice":       "b := make([]byte, 1<<30)\nfor i := 0; i < len(b); i += 4096 {\nb[i] = 1\n}\nreturn nil, nil",
		"slices":          "var all [][]byte\nfor {\nb := make([]byte, 1<<20)\nfor i := 0; i < len(b); i += 4096 {\nb[i] = 1\n}\nall = append(all, b)\n}",
		"a doubling text": "s := \"x\"\nfor {\ns += s\n}",
		"a map":           "m := map[int][]byte{}\nfor i := 0; ; i++ {\nm[i] = make([]byte, 1000)\n}",
	} {
		t.Run(name, func(t *testing.T) {
			c := call(handler(body))
			c.Script.ID = name
			c.Limits.Memory, c.Limits.Operations = 64<<20, 1<<60
			start := time.Now()
			r, _ := run(t, e, c)
			peak := peakOf(e.script(c.Script))
			t.Logf("%s after %s: %s; the worker that lives held %s", r.Outcome, time.Since(start).Round(time.Millisecond), r.Error, peak)
			if r.Outcome != sandbox.MemoryLimit {
				t.Errorf("%+v", r)
			}
			c.Limits.Timeout = time.Second
			if r, _ := run(t, e, c); r.Outcome != sandbox.MemoryLimit && r.Outcome != sandbox.Timeout {
				t.Errorf("the next one: %+v", r)
			}
		})
	}
}

// peakOf is how much memory the worker of a script has held at most.
func peakOf(s *script) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.worker == nil {
		return "nothing, it is gone"
	}
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.worker.cmd.Process.Pid))
	_, peak, _ := strings.Cut(string(status), "VmHWM:")
	peak, _, _ = strings.Cut(peak, "\n")
	return strings.TrimSpace(peak)
}

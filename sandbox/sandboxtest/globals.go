package sandboxtest

import (
	"sync"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// counter answers with how often its globals were used, and how it began.
const counter = `var (
	count int
	busy  bool
)

func Handle(ctx *sdk.Context) (any, error) {
	if busy {
		return "shared", nil
	}
	busy = true
	count++
	switch ctx.Request.Params["do"] {
	case "panic":
		panic("leaves busy set")
	case "loop":
		for {
		}
	}
	time.Sleep(2 * time.Millisecond)
	busy = false
	return count, nil
}`

func testGlobals(s *subject) {
	program := source("", counter, "time")
	s.Run("are never shared by two executions at once", func(t *testing.T) {
		s := s.with(t)
		call := sandbox.Call{Script: s.script(program), Limits: sandbox.Limits{Concurrency: 8, Timeout: 30 * time.Second}}
		var callers sync.WaitGroup
		for range 8 {
			callers.Go(func() {
				for range 10 {
					mine := call
					if a := s.run(&mine); a.Outcome != sandbox.OK || string(a.body) == "shared" {
						s.Errorf("got %s %q: %s", a.Outcome, a.body, a.Error)
					}
				}
			})
		}
		callers.Wait()
	})
	s.Run("begin anew after an execution that was cut off", func(t *testing.T) {
		s := s.with(t)
		call := sandbox.Call{Script: s.script(program), Limits: sandbox.Limits{Concurrency: 1, Operations: 100_000, Timeout: 30 * time.Second}}
		for do, want := range map[string]sandbox.Outcome{"panic": sandbox.Failed, "loop": sandbox.OperationLimit} {
			for range 2 {
				call.Params = map[string]string{"do": do}
				s.wants(s.run(&call), want)
				call.Params = nil
				if a := s.ok(s.run(&call)); string(a.body) != "1" {
					s.Errorf("after %s: got %s, want 1", do, a.body)
				}
			}
		}
	})
	s.Run("are not those of another version, or another script", func(t *testing.T) {
		s := s.with(t)
		first := s.script(program)
		next, other := first, s.script(program)
		next.Version++
		s.ok(s.run(&sandbox.Call{Script: first}))
		s.ok(s.run(&sandbox.Call{Script: first}))
		for _, script := range []sandbox.Script{next, other} {
			if a := s.ok(s.run(&sandbox.Call{Script: script})); string(a.body) != "1" {
				s.Errorf("version %d of %s got %s, want 1", script.Version, script.ID, a.body)
			}
		}
	})
	s.Run("of two versions that run in turn keep apart", func(t *testing.T) {
		s := s.with(t)
		v1 := sandbox.Script{ID: s.Name(), Version: 1, Source: source("", "var state = \"one\"\n\nfunc Handle(ctx *sdk.Context) (any, error) {\n\treturn state, nil\n}")}
		v2 := sandbox.Script{ID: s.Name(), Version: 2, Source: source("", "var state = \"two\"\n\nfunc Handle(ctx *sdk.Context) (any, error) {\n\treturn state, nil\n}")}
		for range 3 {
			if a := s.ok(s.run(&sandbox.Call{Script: v1})); string(a.body) != "one" {
				s.Errorf("version 1 answers %q", a.body)
			}
			if a := s.ok(s.run(&sandbox.Call{Script: v2})); string(a.body) != "two" {
				s.Errorf("version 2 answers %q", a.body)
			}
		}
	})
	s.Run("that wait do not keep others from running", func(t *testing.T) {
		s := s.with(t)
		slow := &sandbox.Call{Script: s.script(sleeper), Limits: sandbox.Limits{Timeout: 2 * time.Second}}
		done := make(chan answer, 1)
		go func() { done <- s.run(slow) }()
		began := time.Now()
		for range 5 {
			s.ok(s.run(&sandbox.Call{Script: s.script(program)}))
			if time.Since(began) > time.Second {
				break // a slow machine: it was shown, or the next line shows that it was not
			}
		}
		s.wants(<-done, sandbox.Timeout)
	})
}

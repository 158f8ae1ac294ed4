package sandboxtest

import (
	"errors"
	"sync"
	"time"

	"github.com/picloud/picloud/sandbox"
)

func testRetire(s *subject) {
	script := s.script(returns("time.Sleep(200 * time.Millisecond)\nreturn \"done\", nil", "time"))
	limits := sandbox.Limits{Concurrency: 4, Timeout: 30 * time.Second}
	s.ok(s.run(&sandbox.Call{Script: script, Limits: limits}))
	var inFlight sync.WaitGroup
	for range 4 {
		inFlight.Go(func() {
			if a := s.run(&sandbox.Call{Script: script, Limits: limits}); a.Outcome != sandbox.OK || string(a.body) != "done" {
				s.Errorf("an execution in flight ended as %s: %s", a.Outcome, a.Error)
			}
		})
	}
	time.Sleep(50 * time.Millisecond)
	s.executor.Retire(script.ID)
	s.executor.Retire(script.ID)
	s.executor.Retire("there is no such script")
	inFlight.Wait()
	s.ok(s.run(&sandbox.Call{Script: script, Limits: limits}))

	next := script
	next.Version++
	next.Source = returns(`return "next", nil`)
	s.executor.Retire(script.ID)
	if a := s.ok(s.run(&sandbox.Call{Script: next, Limits: limits})); string(a.body) != "next" {
		s.Errorf("the next version answers %q", a.body)
	}
}

// A change that was lost with its database leaves its number to another one,
// and nobody retires the script in between.
func testReplaced(s *subject) {
	script := s.script(returns(`return "lost", nil`))
	s.ok(s.run(&sandbox.Call{Script: script}))
	script.Source = returns(`return "saved", nil`)
	for range 2 {
		if a := s.ok(s.run(&sandbox.Call{Script: script})); string(a.body) != "saved" {
			s.Errorf("the other source under the same number answers %q", a.body)
		}
	}
}

func testClose(s *subject) {
	sleeping := s.script(sleeper)
	looping := s.script(returns("for {\n}"))
	limits := sandbox.Limits{Timeout: time.Minute, Operations: 1 << 40}
	var inFlight sync.WaitGroup
	for _, script := range []sandbox.Script{sleeping, sleeping, looping} {
		inFlight.Go(func() {
			s.wants(s.run(&sandbox.Call{Script: script, Limits: limits}), sandbox.Crashed)
		})
	}
	time.Sleep(200 * time.Millisecond)
	if err := s.executor.Close(); err != nil {
		s.Errorf("Close: %v", err)
	}
	inFlight.Wait()
	s.wants(s.run(&sandbox.Call{Script: s.script(repeat)}), sandbox.Crashed)
	s.wants(s.run(&sandbox.Call{Script: sleeping}), sandbox.Crashed)
	if _, err := s.executor.Check(s.Context(), repeat); !errors.Is(err, sandbox.ErrUnavailable) {
		s.Errorf("Check after Close: got %v, want ErrUnavailable", err)
	}
	s.executor.Retire(sleeping.ID)
	if err := s.executor.Close(); err != nil {
		s.Errorf("closing again: %v", err)
	}
}

package sandboxtest

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
)

func testConcurrency(s *subject) {
	s.Run("no more run at once than may", func(t *testing.T) { testInFlight(s.with(t)) })
	s.Run("those that find no place are refused at once", func(t *testing.T) { testOverload(s.with(t)) })
	s.Run("who waits for a place may go away", func(t *testing.T) { testLeaveQueue(s.with(t)) })
}

// span is when an execution began and ended, in Unix nanoseconds.
type span struct{ Began, Ended int64 }

func testInFlight(s *subject) {
	script := s.script(returns("began := time.Now().UnixNano()\ntime.Sleep(10 * time.Millisecond)\nreturn map[string]int64{\"began\": began, \"ended\": time.Now().UnixNano()}, nil", "time"))
	for _, places := range []int{1, 3} {
		var (
			mu      sync.Mutex
			spans   []span
			queued  time.Duration
			callers sync.WaitGroup
		)
		for range 2 * places {
			callers.Go(func() {
				for range 5 {
					a := s.run(&sandbox.Call{Script: script, Limits: sandbox.Limits{Concurrency: places, Timeout: time.Minute}})
					if a.Outcome == sandbox.Overloaded {
						continue
					}
					var got span
					if err := json.Unmarshal(a.body, &got); err != nil {
						s.Errorf("%s %q: %v", a.Outcome, a.body, err)
						return
					}
					mu.Lock()
					spans = append(spans, got)
					queued = max(queued, a.Usage.Queued)
					mu.Unlock()
				}
			})
		}
		callers.Wait()
		if n := overlap(spans); n > places {
			s.Errorf("%d executions ran at once, with %d places", n, places)
		}
		if queued <= 0 {
			s.Errorf("of %d callers for %d places, none had to wait", 2*places, places)
		}
	}
}

// overlap is how many of the spans there are at one moment, at the most.
func overlap(spans []span) int {
	type edge struct {
		at    int64
		delta int
	}
	var edges []edge
	for _, s := range spans {
		edges = append(edges, edge{s.Began, 1}, edge{s.Ended, -1})
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.delta, b.delta)) })
	now, most := 0, 0
	for _, e := range edges {
		now += e.delta
		most = max(most, now)
	}
	return most
}

func testOverload(s *subject) {
	const places, callers = 2, 40
	script := s.script(returns("if ctx.Request.Method == \"GET\" {\n\treturn \"good\", nil\n}\ntime.Sleep(time.Hour)\nreturn nil, nil", "time"))
	limits := sandbox.Limits{Concurrency: places, Timeout: time.Minute}
	s.ok(s.run(&sandbox.Call{Script: script, Method: "GET", Limits: limits}))

	ctx, cancel := context.WithCancel(s.Context())
	defer cancel()
	ended := make(chan answer, callers)
	for range callers {
		go func() { ended <- s.runWithin(ctx, &sandbox.Call{Script: script, Method: "POST", Limits: limits}) }()
	}
	// At least this many have neither a place nor one in a short queue.
	const refused = callers - places - 16
	for range refused {
		s.wants(<-ended, sandbox.Overloaded)
	}
	other := s.script(returns(`return "good", nil`))
	s.ok(s.run(&sandbox.Call{Script: other}))
	// Whatever is left is running, queued or about to be refused.
	cancel()
	running := 0
	for range callers - refused {
		a := <-ended
		s.wants(a, sandbox.Canceled, sandbox.Overloaded)
		if a.Outcome == sandbox.Canceled {
			running++
		}
	}
	if running < places {
		s.Errorf("%d executions were let in, of %d places", running, places)
	}
	s.ok(s.run(&sandbox.Call{Script: script, Method: "GET", Limits: limits}))
}

// testLeaveQueue has callers queue behind a slow execution for a moment each.
// Only those count that came and left while it ran, by its own account: one that
// is let in before it may keep the place for a while after its client has gone,
// for which others are refused.
func testLeaveQueue(s *subject) {
	const callers = 3
	script := s.script(returns("if ctx.Request.Method == \"GET\" {\n\treturn \"good\", nil\n}\n"+
		"sleep, err := time.ParseDuration(string(ctx.Request.Body))\nif err != nil {\n\treturn nil, err\n}\n"+
		"began := time.Now().UnixNano()\ntime.Sleep(sleep)\nreturn map[string]int64{\"began\": began, \"ended\": time.Now().UnixNano()}, nil", "time"))
	limits := sandbox.Limits{Concurrency: 1, Timeout: time.Minute}
	good := &sandbox.Call{Script: script, Method: "GET", Limits: limits}
	s.ok(s.run(good))
	// On a busy machine a short one may be over before others have come.
	for sleep := 400 * time.Millisecond; ; sleep *= 2 {
		slow := make(chan answer, 1)
		go func() {
			slow <- s.run(&sandbox.Call{Script: script, Method: "POST", Body: strings.NewReader(sleep.String()), Limits: limits})
		}()
		var (
			came  []span
			ended []answer
			a     answer
		)
		for running := true; running; {
			ctx, cancel := context.WithTimeout(s.Context(), 20*time.Millisecond)
			began := time.Now().UnixNano()
			ended = append(ended, s.runWithin(ctx, good))
			came = append(came, span{began, time.Now().UnixNano()})
			cancel()
			select {
			case a = <-slow:
				running = false
			default:
			}
		}
		queued := 0
		if s.wants(a, sandbox.OK, sandbox.Overloaded); a.Outcome == sandbox.OK {
			var ran span
			if err := json.Unmarshal(a.body, &ran); err != nil {
				s.Fatalf("%q: %v", a.body, err)
			}
			for i, c := range came {
				if c.Began <= ran.Began || c.Ended >= ran.Ended {
					s.wants(ended[i], sandbox.Canceled, sandbox.OK, sandbox.Overloaded)
					continue
				}
				s.wants(ended[i], sandbox.Canceled)
				queued++
			}
		}
		if s.Failed() || queued >= callers {
			break
		}
		if sleep > limits.Timeout/4 {
			s.Fatalf("no %d callers came while an execution of %s ran, which ended as %s: %s", callers, sleep, a.Outcome, a.Error)
		}
	}
	s.ok(s.run(good))
}

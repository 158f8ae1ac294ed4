package sandboxtest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// sleeper sleeps until it is stopped.
const sleeper = `package main

import (
	"time"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	time.Sleep(time.Hour)
	return "woke", nil
}
`

// testOutcomes reaches each outcome that one execution alone can reach, and
// then asks for a good one of the same script. What is missing here has a test
// of its own: Overloaded, Canceled and Crashed.
func testOutcomes(s *subject) {
	program := source("", `func Handle(ctx *sdk.Context) (any, error) {
	switch ctx.Request.Params["do"] {
	case "error":
		return nil, errors.New("went wrong")
	case "panic":
		panic("at the disco")
	case "sleep":
		time.Sleep(time.Hour)
	case "loop":
		for {
		}
	case "recurse":
		return nil, errors.New(down(1))
	case "grow":
		var list [][]byte
		for {
			list = append(list, fill())
		}
	case "large":
		return make([]byte, 2<<20), nil
	}
	return "good", nil
}

func down(n int) string {
	return down(n+1) + "x"
}

func fill() []byte {
	b := make([]byte, 512<<10)
	for i := 0; i < len(b); i += 4096 {
		b[i] = 1
	}
	return b
}`, "errors", "time")
	script := s.script(program)
	limits := sandbox.Limits{Timeout: 20 * time.Second, Operations: 2_000_000, ResponseBytes: 1 << 20}
	short, long := limits, limits
	short.Timeout, long.Operations = 200*time.Millisecond, 1<<40
	for _, tt := range []struct {
		do     string
		limits sandbox.Limits
		want   []sandbox.Outcome
		words  string
	}{
		{"", limits, []sandbox.Outcome{sandbox.OK}, ""},
		{"error", limits, []sandbox.Outcome{sandbox.Failed}, "went wrong"},
		{"panic", limits, []sandbox.Outcome{sandbox.Failed}, "at the disco"},
		{"sleep", short, []sandbox.Outcome{sandbox.Timeout}, "200ms"},
		{"loop", limits, []sandbox.Outcome{sandbox.OperationLimit}, "2000000"},
		{"recurse", limits, []sandbox.Outcome{sandbox.DepthLimit}, "500"},
		{"grow", long, []sandbox.Outcome{sandbox.MemoryLimit}, "memory"},
		{"large", limits, []sandbox.Outcome{sandbox.ResponseLimit}, "1048576"},
	} {
		s.Run("do "+tt.do, func(t *testing.T) {
			s := s.with(t)
			if tt.do == "grow" && !s.harness.HardMemory {
				tt.want = append(tt.want, sandbox.Timeout, sandbox.OperationLimit)
				tt.words = ""
			}
			s.ok(s.run(&sandbox.Call{Script: script, Limits: tt.limits})) // makes it warm
			a := s.run(&sandbox.Call{Script: script, Limits: tt.limits, Params: map[string]string{"do": tt.do}})
			s.wants(a, tt.want...)
			if !strings.Contains(a.Error, tt.words) {
				s.Errorf("Result.Error is %q, want something with %q", a.Error, tt.words)
			}
			if a.Outcome != sandbox.OK && a.Wrote {
				s.Errorf("a response was written: %d %.100q", a.status, a.body)
			}
			if next := s.ok(s.run(&sandbox.Call{Script: script, Limits: tt.limits})); string(next.body) != "good" {
				s.Errorf("the next request got %q", next.body)
			}
		})
	}
	s.Run("a script that cannot be compiled", func(t *testing.T) {
		s := s.with(t)
		s.wants(s.run(&sandbox.Call{Script: s.script("package main\n\nfunc Handle(")}), sandbox.Failed)
	})
	s.Run("limits are those of the call", func(t *testing.T) {
		s := s.with(t)
		call := &sandbox.Call{Script: s.script(returns("for i := 0; i < 5000; i++ {\n}\nreturn \"ok\", nil"))}
		for range 2 {
			call.Limits = sandbox.Limits{Operations: 1000}
			s.wants(s.run(call), sandbox.OperationLimit)
			call.Limits = sandbox.Limits{Operations: 100_000}
			s.wants(s.run(call), sandbox.OK)
		}
	})
}

func testCanceled(s *subject) {
	script := s.script(sleeper)
	limits := sandbox.Limits{Timeout: time.Minute}
	for _, wait := range []time.Duration{0, 50 * time.Millisecond} {
		ctx, cancel := context.WithCancel(s.Context())
		timer := time.AfterFunc(wait, cancel)
		if wait == 0 {
			cancel()
		}
		s.wants(s.runWithin(ctx, &sandbox.Call{Script: script, Limits: limits}), sandbox.Canceled)
		timer.Stop()
		cancel()
	}
	looping := s.script(returns("if ctx.Request.Method == \"GET\" {\n\treturn \"good\", nil\n}\nfor {\n}"))
	s.ok(s.run(&sandbox.Call{Script: looping, Method: "GET"}))
	ctx, cancel := context.WithTimeout(s.Context(), 50*time.Millisecond)
	defer cancel()
	s.wants(s.runWithin(ctx, &sandbox.Call{Script: looping, Limits: sandbox.Limits{Timeout: time.Minute, Operations: 1 << 40}}), sandbox.Canceled)
	s.ok(s.run(&sandbox.Call{Script: looping, Method: "GET"}))
}

func testUsage(s *subject) {
	script := s.script(returns("n := 0\nfor i := 0; i < 100000; i++ {\n\tn += i\n}\ntime.Sleep(20 * time.Millisecond)\nreturn n, nil", "time"))
	cold := s.ok(s.run(&sandbox.Call{Script: script}))
	warm := s.ok(s.run(&sandbox.Call{Script: script}))
	if cold.Usage.Warm <= 0 {
		s.Errorf("the first execution took %s to become warm", cold.Usage.Warm)
	}
	for name, a := range map[string]answer{"cold": cold, "warm": warm} {
		if a.Usage.Run < 20*time.Millisecond || a.Usage.Run > a.took {
			s.Errorf("%s: it ran for %s, of %s", name, a.Usage.Run, a.took)
		}
		if a.Usage.Operations < 99_000 || a.Usage.Operations > 300_000 {
			s.Errorf("%s: %d operations were counted for 100,000 turns", name, a.Usage.Operations)
		}
		if total := a.Usage.Queued + a.Usage.Warm + a.Usage.Run; total > a.took {
			s.Errorf("%s: queued, warm and run are %s together, of %s", name, total, a.took)
		}
	}
	none := s.ok(s.run(&sandbox.Call{Script: s.script(returns(`return nil, nil`))}))
	if none.Usage.Operations > 2048 {
		s.Errorf("%d operations were counted for a script that does nothing", none.Usage.Operations)
	}
}

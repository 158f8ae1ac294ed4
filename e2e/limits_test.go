package e2e

import (
	"bytes"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// loopSource is the source of a script that loops for ever unless the query
// says otherwise.
const loopSource = `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	if ctx.Request.Query.Has("stop") {
		return "stopped", nil
	}
	for {
	}
}
`

// unlimited is as many operations as a script can be given.
const unlimited = 1_000_000_000_000

func TestLimits_EndScriptsByNameAndTheServerGoesOn(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	const recursion = `package main

import "github.com/picloud/picloud/sdk"

func down(n int) int { return down(n+1) + 1 }

func Handle(ctx *sdk.Context) (any, error) {
	if ctx.Request.Query.Has("stop") {
		return "stopped", nil
	}
	return down(0), nil
}
`
	const stubborn = `package main

import "github.com/picloud/picloud/sdk"

func loop() {
	defer func() { recover() }()
	for {
	}
}

func Handle(ctx *sdk.Context) (any, error) {
	if ctx.Request.Query.Has("stop") {
		return "stopped", nil
	}
	loop()
	return "escaped", nil
}
`
	for _, c := range []struct {
		name    string
		input   object
		status  int
		outcome string
	}{
		{"loop", object{"source": loopSource, "max_operations": 1_000_000, "timeout_ms": 60_000}, http.StatusInternalServerError, "operation_limit"},
		{"timeout", object{"source": loopSource, "max_operations": unlimited, "timeout_ms": 300}, http.StatusGatewayTimeout, "timeout"},
		{"sleep", object{"source": slowSource, "timeout_ms": 300}, http.StatusGatewayTimeout, "timeout"},
		{"recursion", object{"source": recursion, "timeout_ms": 60_000}, http.StatusInternalServerError, "depth_limit"},
		{"recover", object{"source": stubborn, "max_operations": 1_000_000, "timeout_ms": 60_000}, http.StatusInternalServerError, "operation_limit"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.input["name"] = c.name
			s.bind(t, s.create(t, c.input), object{"path": "/" + c.name})
			for range 3 {
				a := s.get(t, "/"+c.name+"?ms=60000")
				p := a.wantProblem(t, c.status, c.outcome)
				if p.ExecutionID != a.execution(t) {
					t.Errorf("want the execution's id, got %s", a)
				}
				got := s.record(t, a)
				if got.Outcome != c.outcome || got.Status != c.status || got.Error == "" {
					t.Errorf("want the outcome %s with its reason, got %+v", c.outcome, got)
				}
				s.get(t, "/"+c.name+"?stop&ms=0").want(t, http.StatusOK)
			}
			s.get(t, "/healthz").want(t, http.StatusOK)
		})
	}
}

func TestLimits_TooManyAtOnceAreTurnedAway(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	made := s.create(t, object{"name": "slow", "source": slowSource, "max_concurrency": 1, "timeout_ms": 60_000})
	s.bind(t, made, object{"path": "/slow"})

	// One runs and one waits: of three or more at once one is turned away.
	var overloaded atomic.Pointer[answer]
	var group sync.WaitGroup
	deadline := time.Now().Add(patience)
	for range 6 {
		group.Go(func() {
			for overloaded.Load() == nil && time.Now().Before(deadline) {
				a, err := s.do(http.MethodGet, s.site("/slow?ms=300"), nil)
				switch {
				case err != nil:
					t.Error(err)
					return
				case a.status == http.StatusServiceUnavailable:
					overloaded.Store(&a)
				case a.status != http.StatusOK:
					t.Errorf("want 200 or 503, got %s", a)
					return
				}
			}
		})
	}
	group.Wait()
	a := overloaded.Load()
	if a == nil {
		t.Fatal("none of the requests was turned away")
	}
	a.wantProblem(t, http.StatusServiceUnavailable, "overloaded")
	if a.header.Get("Retry-After") == "" {
		t.Errorf("want Retry-After, got %v", a.header)
	}
	if got := s.record(t, *a); got.Outcome != "overloaded" {
		t.Errorf("want the outcome overloaded, got %+v", got)
	}
	s.get(t, "/slow?ms=0").wantBody(t, "awake")
}

func TestLimits_Bodies(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	const limit = 10 << 20
	s.deploy(t, "echo", echoSource, "/echo")
	s.deploy(t, "flood", `package main

import (
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var b strings.Builder
	for range 10 {
		b.WriteString(strings.Repeat("x", 1<<20))
	}
	if ctx.Request.Query.Has("over") {
		b.WriteString("x")
	}
	return b.String(), nil
}
`, "/flood")

	t.Run("a request of 10 MiB is taken", func(t *testing.T) {
		a := s.call(t, http.MethodPost, "/echo", bytes.Repeat([]byte("x"), limit)).want(t, http.StatusOK)
		if got := decode[echo](t, a); got.Length != limit {
			t.Errorf("want %d bytes, got %d", limit, got.Length)
		}
	})
	t.Run("a longer one is refused", func(t *testing.T) {
		a := s.call(t, http.MethodPost, "/echo", bytes.Repeat([]byte("x"), limit+1))
		p := a.wantProblem(t, http.StatusRequestEntityTooLarge, "body_too_large")
		contains(t, p.Detail, "10 MiB")
		if got := s.record(t, a); got.Status != http.StatusRequestEntityTooLarge {
			t.Errorf("want a record of it, got %+v", got)
		}
	})
	t.Run("a response of 10 MiB is sent", func(t *testing.T) {
		if a := s.get(t, "/flood").want(t, http.StatusOK); len(a.body) != limit {
			t.Errorf("want %d bytes, got %d", limit, len(a.body))
		}
	})
	t.Run("a longer one is not", func(t *testing.T) {
		s.get(t, "/flood?over").wantProblem(t, http.StatusInternalServerError, "response_limit")
	})
	t.Run("a source over 1 MiB is refused", func(t *testing.T) {
		source := textSource("x") + "//" + string(bytes.Repeat([]byte("x"), 1<<20))
		s.api(t, http.MethodPost, "/scripts", object{"name": "big", "source": source}).
			wantProblem(t, http.StatusRequestEntityTooLarge, "body_too_large")
	})
	t.Run("the server goes on", func(t *testing.T) {
		s.call(t, http.MethodPost, "/echo", []byte("x")).want(t, http.StatusOK)
	})
}

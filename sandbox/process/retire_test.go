package process

import (
	"context"
	"net/http/httptest"
	"testing"
)

// A script that is run once, as in a test run, must leave nothing behind even
// when it is given up while its worker starts, and then fails to start.
func TestRetire_EndsAWorkerWhoseScriptFailsToStartAfterwards(t *testing.T) {
	t.Parallel()
	e := open(t, Options{Spares: -1})
	c := call(`package main

import (
	"time"

	"github.com/picloud/picloud/sdk"
)

var started = start()

func start() int {
	time.Sleep(300 * time.Millisecond)
	panic("no")
}

func Handle(ctx *sdk.Context) (any, error) { return started, nil }
`)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		e.Execute(ctx, c, httptest.NewRecorder())
	}()
	s := e.script(c.Script)
	eventually(t, "the worker starts", func() bool { return s.state(func() bool { return s.starting }) })
	cancel()
	<-ended
	e.Retire(c.Script.ID)
	eventually(t, "the worker has started or failed to", func() bool { return s.state(func() bool { return !s.starting }) })
	if s.state(func() bool { return s.worker != nil }) {
		t.Error("the worker of a retired script is kept")
	}
}

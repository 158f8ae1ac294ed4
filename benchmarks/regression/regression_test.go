// Package regression compares what the parts of an execution cost with a
// baseline that is committed.
//
//	go test ./benchmarks/regression            compares
//	go test ./benchmarks/regression -update    writes the baseline
//
// The way of a request through all of them is compared by a test of the root
// package.
package regression

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/benchmarks/regression/cost"
	"github.com/picloud/picloud/logsink"
	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/local"
	"github.com/picloud/picloud/sandbox/process"
	"github.com/picloud/picloud/sandbox/yaegi"
	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/sqlite"
)

var update = flag.Bool("update", false, "write the baseline instead of comparing with it")

const file = "baseline.json"

func TestMatch_CostsWhatItDid(t *testing.T) {
	table := routing.NewTable(routes(t, 1000))
	for name, path := range map[string]string{
		"exact":  "/svc998/v1/item998",
		"param":  "/svc996/users/42",
		"prefix": "/svc997/files/a/b/c.txt",
		"miss":   "/svc998/v1/none",
	} {
		t.Run(name, func(t *testing.T) {
			q := &routing.Request{Method: http.MethodGet, Host: "example.com", Path: path}
			if found := table.Match(q).Route != nil; found == (name == "miss") {
				t.Fatalf("%s: found is %v", path, found)
			}
			cost.Check(t, cost.Operation{
				Baseline: file, Update: *update, Steps: 20,
				Prepare: func(*testing.T) func() { return func() { table.Match(q) } },
			})
		})
	}
}

func routes(t *testing.T, n int) []*routing.Route {
	t.Helper()
	list := make([]*routing.Route, n)
	for i := range list {
		path := fmt.Sprintf("/svc%d/v1/item%d", i, i)
		switch i % 4 {
		case 0:
			path = fmt.Sprintf("/svc%d/users/:id", i)
		case 1:
			path = fmt.Sprintf("/svc%d/files/*", i)
		}
		r, err := routing.Compile(routing.Spec{ID: fmt.Sprint("r", i), Path: path})
		if err != nil {
			t.Fatal(err)
		}
		list[i] = r
	}
	return list
}

const (
	hello = `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) { return "hello", nil }
`
	object = `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	return map[string]any{"name": ctx.Request.Params["name"]}, nil
}
`
	echo = `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) { return ctx.Request.Body, nil }
`
)

func TestExecutors_CostWhatTheyDid(t *testing.T) {
	for executor, open := range map[string]func() (sandbox.Executor, error){
		"local":   func() (sandbox.Executor, error) { return local.New(yaegi.New(), local.Options{}), nil },
		"process": func() (sandbox.Executor, error) { return process.New(process.Options{}) },
	} {
		for name, c := range map[string]struct {
			source, body string
		}{
			"hello":  {source: hello},
			"object": {source: object},
			"echo":   {source: echo, body: strings.Repeat("x", 2<<10)},
		} {
			t.Run(executor+"/"+name, func(t *testing.T) {
				cost.Check(t, cost.Operation{Baseline: file, Update: *update, Steps: 3, Prepare: func(t *testing.T) func() {
					e, err := open()
					if err != nil {
						t.Fatal(err)
					}
					t.Cleanup(func() {
						if err := e.Close(); err != nil {
							t.Error(err)
						}
					})
					return execution(t, e, c.source, c.body)
				}})
			})
		}
	}
}

// execution is one execution of a script.
func execution(t *testing.T, e sandbox.Executor, source, body string) func() {
	call := sandbox.Call{
		Script: sandbox.Script{ID: "script", Version: 1, Source: source},
		Method: http.MethodPost, Host: "example.com", Path: "/x", RemoteIP: "192.0.2.1",
		Header: http.Header{"Accept": {"*/*"}, "User-Agent": {"test"}},
		Params: map[string]string{"name": "ada"},
	}
	w := &response{header: http.Header{}}
	return func() {
		mine := call
		if body != "" {
			mine.Body = strings.NewReader(body)
		}
		clear(w.header)
		if r := e.Execute(t.Context(), &mine, w); r.Outcome != sandbox.OK || w.status != http.StatusOK {
			panic(fmt.Sprintf("%d, %+v", w.status, r)) // not on the test's goroutine
		}
	}
}

// keeper takes records and forgets them.
type keeper struct{}

func (keeper) AppendExecutions(context.Context, []store.Execution) error { return nil }

// record is that of an execution that logged two lines.
func record() store.Execution {
	now := time.Now()
	line := store.LogLine{Time: now, Level: "info", Message: "greeting", Attrs: map[string]string{"name": "ada"}}
	return store.Execution{
		ID: store.NewID(), ScriptID: store.NewID(), ScriptName: "greet", Version: 3, RouteID: store.NewID(),
		Method: http.MethodGet, Host: "example.com", Path: "/greet/ada?lang=en", RemoteIP: "192.0.2.1",
		ResponseBytes: 120, Status: http.StatusOK, Outcome: string(sandbox.OK), StartedAt: now, Duration: time.Millisecond,
		Operations: 10, Logs: []store.LogLine{line, line}, Weight: 1,
	}
}

func TestOffer_CostsWhatItDid(t *testing.T) {
	cost.Check(t, cost.Operation{Baseline: file, Update: *update, Steps: 20, Prepare: func(t *testing.T) func() {
		sink := logsink.New(keeper{}, logsink.Options{Logger: slog.New(slog.DiscardHandler), MaxSuccesses: -1})
		t.Cleanup(func() {
			if err := sink.Close(context.Background()); err != nil {
				t.Error(err)
			}
		})
		r := record()
		return func() {
			if weight := sink.Weigh(false); weight > 0 {
				sink.Offer(r)
			}
		}
	}})
}

// Writing is SQLite's work more than ours: what it allocates is enough.
func TestAppend_CostsWhatItDid(t *testing.T) {
	cost.Check(t, cost.Operation{Baseline: file, Update: *update, Prepare: func(t *testing.T) func() {
		s, err := sqlite.Open(t.Context(), sqlite.Options{Dir: t.TempDir(), Logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		batch := make([]store.Execution, 20)
		return func() {
			for i := range batch {
				batch[i] = record()
			}
			if err := s.AppendExecutions(t.Context(), batch); err != nil {
				panic(err) // as above
			}
		}
	}})
}

// response drops what is written.
type response struct {
	header http.Header
	status int
}

func (w *response) Header() http.Header         { return w.header }
func (w *response) WriteHeader(status int)      { w.status = status }
func (w *response) Write(p []byte) (int, error) { return io.Discard.Write(p) }

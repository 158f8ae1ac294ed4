package remote_test

import (
	"net/http"
	"testing"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/process"
	"github.com/picloud/picloud/sandbox/remote"
)

const (
	smallScript = "package main\n\nimport \"github.com/picloud/picloud/sdk\"\n\nfunc Handle(ctx *sdk.Context) (any, error) {\n\treturn map[string]any{\"name\": ctx.Request.Params[\"name\"]}, nil\n}\n"
	echoScript  = "package main\n\nimport \"github.com/picloud/picloud/sdk\"\n\nfunc Handle(ctx *sdk.Context) (any, error) {\n\treturn ctx.Request.Body, nil\n}\n"
)

// BenchmarkExecute compares an execution in a worker with one in a worker of a
// node that is reached over loopback.
func BenchmarkExecute(b *testing.B) {
	near, err := process.New(process.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = near.Close() }()
	handler := newHandler(b, remote.NewNode(near), remote.HandlerOptions{})
	executors := map[string]sandbox.Executor{
		"process": near,
		"http":    dial(b, remote.Options{}, serve(b, handler, false)),
	}
	encrypted := serve(b, handler, true)
	executors["https"] = dial(b, remote.Options{TLS: encrypted.trusting()}, encrypted)
	for _, bench := range []struct {
		name, source string
		body         int
	}{
		{"small", smallScript, 0},
		{"100KB", echoScript, 100 << 10},
		{"1MB", echoScript, 1 << 20},
	} {
		for _, name := range []string{"process", "http", "https"} {
			e := executors[name]
			execute := func(b *testing.B) {
				c := &sandbox.Call{
					Script: sandbox.Script{ID: bench.name, Version: 1, Source: bench.source}, Limits: sandbox.Limits{Concurrency: 32},
					Method: "GET", Path: "/", Params: map[string]string{"name": "x"}, Header: http.Header{"Accept": {"*/*"}},
				}
				if bench.body > 0 {
					c.Body = &pattern{n: bench.body}
				}
				if r := e.Execute(b.Context(), c, newSink()); r.Outcome != sandbox.OK {
					panic(r.Error) // FailNow is for the benchmark's own goroutine
				}
			}
			b.Run(bench.name+"/"+name+"/one", func(b *testing.B) {
				for b.Loop() {
					execute(b)
				}
			})
			b.Run(bench.name+"/"+name+"/sixteen", func(b *testing.B) {
				b.SetParallelism(8)
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						execute(b)
					}
				})
			})
		}
	}
}

package local_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/picloud/picloud/sandbox/local"
	"github.com/picloud/picloud/sandbox/yaegi"
)

type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(int)             {}

func BenchmarkExecute(b *testing.B) {
	e := newExecutor(b, local.Options{})
	call := callOf(script(`return map[string]any{"name": ctx.Request.Params["name"]}, nil`))
	call.Limits.Concurrency = 64
	execute(b, e, call)
	b.Run("one", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			e.Execute(context.Background(), call, &discard{http.Header{}})
		}
	})
	b.Run("parallel", func(b *testing.B) {
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				e.Execute(context.Background(), call, &discard{http.Header{}})
			}
		})
	})
}

func BenchmarkExecute_Cold(b *testing.B) {
	source := script(`return map[string]any{"name": ctx.Request.Params["name"]}, nil`)
	for b.Loop() {
		e := local.New(yaegi.New(), local.Options{})
		execute(b, e, callOf(source))
		if err := e.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

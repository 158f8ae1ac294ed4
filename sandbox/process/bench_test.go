package process

import (
	"net/http"
	"strings"
	"testing"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/local"
	"github.com/picloud/picloud/sandbox/yaegi"
)

// BenchmarkExecute compares an execution in a worker with one in this process.
func BenchmarkExecute(b *testing.B) {
	near := local.New(yaegi.New(), local.Options{})
	defer func() { _ = near.Close() }()
	far := open(b, Options{})
	small := handler(`return map[string]any{"name": ctx.Request.Params["name"]}, nil`)
	echo := handler("return ctx.Request.Body, nil")
	for _, bench := range []struct {
		name, source string
		body         int
	}{
		{"small", small, 0},
		{"100KB", echo, 100 << 10},
		{"1MB", echo, 1 << 20},
	} {
		for name, e := range map[string]sandbox.Executor{"local": near, "process": far} {
			c := call(bench.source)
			c.Script.ID = bench.name
			c.Params = map[string]string{"name": "x"}
			c.Limits.Concurrency = 32
			execute := func(b *testing.B) {
				mine := *c
				mine.Body = nil
				if bench.body > 0 {
					mine.Body = strings.NewReader(strings.Repeat("x", bench.body))
				}
				w := &sink{header: http.Header{}}
				if r := e.Execute(b.Context(), &mine, w); r.Outcome != sandbox.OK {
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

// BenchmarkCold is the first execution of a script, with a spare at hand.
func BenchmarkCold(b *testing.B) {
	e := open(b, Options{Spares: 1})
	c := call(handler(`return "hello", nil`))
	for b.Loop() {
		c.Script.Version++
		if r := e.Execute(b.Context(), c, &sink{header: http.Header{}}); r.Outcome != sandbox.OK {
			b.Fatalf("%+v", r)
		}
		b.StopTimer()
		e.Retire("s")
		eventually(b, "there is a spare", func() bool {
			e.pool.mu.Lock()
			defer e.pool.mu.Unlock()
			return len(e.pool.spares) > 0
		})
		b.StartTimer()
	}
}

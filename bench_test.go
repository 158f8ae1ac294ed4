package picloud

import (
	"context"
	"flag"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/caddyserver/caddy/v2"

	"github.com/picloud/picloud/benchmarks/regression/cost"
	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/sqlite"
)

var update = flag.Bool("update", false, "write what a dispatch costs to the baseline instead of comparing it")

func init() {
	caddy.RegisterModule(new(instantExecutor))
	caddy.RegisterModule(new(forgetfulStore))
}

// instantExecutor answers hello without a script, so that what is left is a
// request's way to the executor and back.
type instantExecutor struct{}

func (*instantExecutor) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{
		ID:  "picloud.executors.instant",
		New: func() caddy.Module { return new(instantExecutor) },
	}
}

func (*instantExecutor) Identity() string                              { return "instant" }
func (e *instantExecutor) Open(*slog.Logger) (sandbox.Executor, error) { return e, nil }

func (*instantExecutor) Check(context.Context, string) ([]sandbox.Diagnostic, error) { return nil, nil }

func (*instantExecutor) Execute(_ context.Context, _ *sandbox.Call, w http.ResponseWriter) sandbox.Result {
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(hello)
	if err != nil {
		return sandbox.Result{Outcome: sandbox.Failed, Error: err.Error(), Wrote: true}
	}
	return sandbox.Result{Outcome: sandbox.OK, Wrote: true}
}

func (*instantExecutor) Retire(string) {}
func (*instantExecutor) Close() error  { return nil }

var hello = []byte("hello")

// forgetfulStore is SQLite that keeps no records, whose writing is work of
// another goroutine.
type forgetfulStore struct {
	Dir string `json:"dir"`
}

func (*forgetfulStore) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{
		ID:  "picloud.stores.forgetful",
		New: func() caddy.Module { return new(forgetfulStore) },
	}
}

func (s *forgetfulStore) Identity() string { return "forgetful:" + s.Dir }

func (s *forgetfulStore) Open(ctx context.Context, logger *slog.Logger) (store.Store, error) {
	opened, err := sqlite.Open(ctx, sqlite.Options{Dir: s.Dir, Logger: logger})
	return forgetful{opened}, err
}

type forgetful struct{ store.Store }

func (forgetful) AppendExecutions(context.Context, []store.Execution) error { return nil }

// blank is a response that nobody reads.
type blank struct {
	header http.Header
	status int
}

func (w *blank) Header() http.Header         { return w.header }
func (w *blank) WriteHeader(status int)      { w.status = status }
func (w *blank) Write(p []byte) (int, error) { return len(p), nil }

// dispatcher returns the handler of a server with the routes /hello and
// /users/:id, which go to a script that answers hello.
func dispatcher(t testing.TB, app map[string]any) *Handler {
	t.Helper()
	s := startServer(t, app, nil)
	script := s.script("hello", `return "hello", nil`, nil)
	s.route(script, map[string]any{"path": "/hello"})
	s.route(script, map[string]any{"path": "/users/:id"})
	running, err := caddy.ActiveContext().AppIfConfigured("picloud")
	if err != nil {
		t.Fatal(err)
	}
	return &Handler{app: running.(*App)}
}

// instant are the options of an app whose scripts and records cost nothing.
func instant(t testing.TB) map[string]any {
	return map[string]any{
		"executor": map[string]any{"kind": "instant"},
		"store":    map[string]any{"driver": "forgetful", "dir": t.TempDir()},
	}
}

// What a request's way through PiCloud costs, beside the script: match, call,
// answer, record. What it allocates is also bounded as such.
func TestDispatch_CostsWhatItDid(t *testing.T) {
	const mostAllocations = 20
	for name, target := range map[string]string{"exact": "/hello", "param": "/users/7?q=1"} {
		t.Run(name, func(t *testing.T) {
			got := cost.Check(t, cost.Operation{
				Baseline: "benchmarks/regression/baseline.json", Update: *update, Steps: 10, Clock: true,
				Prepare: func(t *testing.T) func() {
					app := instant(t)
					app["logs"] = map[string]any{"max_rate": -1} // every execution is recorded
					handler := dispatcher(t, app)
					request := httptest.NewRequest(http.MethodGet, target, nil)
					w := &blank{header: http.Header{}}
					return func() {
						clear(w.header)
						if err := handler.ServeHTTP(w, request, nil); err != nil || w.status != http.StatusOK {
							t.Fatalf("%d, %v", w.status, err)
						}
					}
				},
			})
			if got.Allocations > mostAllocations {
				t.Errorf("%d allocations of PiCloud's own for an execution: %d are the most", got.Allocations, mostAllocations)
			}
		})
	}
}

// BenchmarkDispatch is a request's way through PiCloud alone, without a
// connection: match, execute, answer, record. "respond" is the floor: the same
// answer without a script. With -cpu 1,2,4 and -mutexprofile it shows what
// requests wait for each other for.
func BenchmarkDispatch(b *testing.B) {
	b.Run("respond", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			w := httptest.NewRecorder()
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			if _, err := w.Write(hello); err != nil {
				b.Fatal(err)
			}
		}
	})
	for _, executor := range []string{"instant", "local", "process"} {
		b.Run(executor, func(b *testing.B) {
			app := map[string]any{"executor": map[string]any{"kind": executor}, "limits": map[string]any{"max_concurrency": 64}}
			if executor == "instant" {
				app = instant(b)
			}
			handler := dispatcher(b, app)
			for _, target := range []string{"/hello", "/users/7?q=1"} {
				b.Run(strings.Trim(strings.SplitN(target, "?", 2)[0], "/"), func(b *testing.B) {
					b.ReportAllocs()
					b.RunParallel(func(pb *testing.PB) {
						request := httptest.NewRequest(http.MethodGet, target, nil)
						w := &blank{header: http.Header{}}
						for pb.Next() {
							clear(w.header)
							if err := handler.ServeHTTP(w, request, nil); err != nil || w.status != http.StatusOK {
								panic(err) // FailNow is for the benchmark's own goroutine
							}
						}
					})
				})
			}
		})
	}
}

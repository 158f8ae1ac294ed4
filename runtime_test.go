package picloud

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/caddyserver/caddy/v2"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/local"
	"github.com/picloud/picloud/sandbox/yaegi"
	"github.com/picloud/picloud/store"
)

func init() { caddy.RegisterModule(new(staffedExecutor)) }

// staffedExecutor is the local executor with three workers that it has made up.
type staffedExecutor struct {
	Name string `json:"name"`
}

// staffedLoggers are the loggers that executors of this kind were opened with,
// by their names.
var staffedLoggers sync.Map

func (*staffedExecutor) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{
		ID:  "picloud.executors.staffed",
		New: func() caddy.Module { return new(staffedExecutor) },
	}
}

func (e *staffedExecutor) Identity() string { return "staffed:" + e.Name }

func (e *staffedExecutor) Open(logger *slog.Logger) (sandbox.Executor, error) {
	staffedLoggers.Store(e.Name, logger)
	return &withStaff{local.New(yaegi.New(), local.Options{})}, nil
}

type withStaff struct{ sandbox.Executor }

func (*withStaff) Staff() sandbox.Staff {
	return sandbox.Staff{Serving: 3, Started: 5, Ended: map[string]int64{sandbox.EndedStopped: 2}}
}

// loadEdited is load of a config that was edited.
func (s *server) loadEdited(app map[string]any, edit func(config map[string]any)) error {
	s.t.Helper()
	var config map[string]any
	if err := json.Unmarshal(s.config(app, nil), &config); err != nil {
		s.t.Fatal(err)
	}
	edit(config)
	edited, err := json.Marshal(config)
	if err != nil {
		s.t.Fatal(err)
	}
	return caddy.Load(edited, true)
}

// withNode adds a site that runs scripts for others.
func withNode(s *server, executor map[string]any) func(config map[string]any) {
	port := freePort(s.t)
	return func(config map[string]any) {
		servers := config["apps"].(map[string]any)["http"].(map[string]any)["servers"].(map[string]any)
		servers["node"] = map[string]any{
			"listen": []string{fmt.Sprintf("127.0.0.1:%d", port)},
			"routes": []any{map[string]any{"handle": []any{map[string]any{
				"handler": "picloud_executor", "keys": []string{testExecutorKey}, "executor": executor,
			}}}},
		}
	}
}

// Caddy starts apps in no particular order, so that PiCloud may have started
// when another app fails.
func TestFailedReload_KeepsTheLogsBoundsAndTheNodesName(t *testing.T) {
	s := startServer(t, map[string]any{"logs": map[string]any{"max_size": 16 << 20}, "node": "first"}, nil)
	b := s.app().generation.Load().backend
	limit := func() int64 { return b.opened.Load().keeper.State().Limit }
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for i := range 20 {
		bad := *s
		bad.port = taken.Addr().(*net.TCPAddr).Port
		err := bad.load(map[string]any{"logs": map[string]any{"max_size": 8 << 20, "max_age": int64(time.Hour) + int64(i)}, "node": "rejected"}, nil)
		if err == nil {
			t.Fatal("a config whose port is taken was loaded")
		}
		if got := limit(); got != 16<<20 || b.logs.Load().MaxAge != 0 || b.node().Name != "first" {
			t.Fatalf("after failed reload %d the log may take %d bytes, its age is %v and the node is %s", i, got, b.logs.Load().MaxAge, b.node().Name)
		}
	}
	if err := s.load(map[string]any{"logs": map[string]any{"max_size": 32 << 20}, "node": "second"}, nil); err != nil {
		t.Fatal(err)
	}
	if got := limit(); got != 32<<20 || b.node().Name != "second" {
		t.Errorf("after a reload the log may take %d bytes and the node is %s", got, b.node().Name)
	}
}

func TestReload_HasWhatStaysLogWhereTheNewConfigSays(t *testing.T) {
	s := startServer(t, map[string]any{"executor": map[string]any{"kind": "staffed", "name": "before"}}, nil)
	folder := t.TempDir()
	node := withNode(s, map[string]any{"kind": "staffed", "name": "node"})
	load := func(name string, port int) error {
		to := *s
		to.port = port
		return to.loadEdited(map[string]any{"executor": map[string]any{"kind": "staffed", "name": "app"}}, func(config map[string]any) {
			node(config)
			config["logging"] = map[string]any{"logs": map[string]any{"default": map[string]any{
				"writer": map[string]any{"output": "file", "filename": filepath.Join(folder, name)}, "level": "ERROR",
			}}}
		})
	}
	logged := func(name string) string {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for i, name := range []string{"one", "two", "three"} {
		if err := load(name, s.port); err != nil {
			t.Fatal(err)
		}
		if err := load("rejected", taken.Addr().(*net.TCPAddr).Port); err == nil {
			t.Fatal("a config whose port is taken was loaded")
		}
		b := s.app().generation.Load().backend
		loggers := map[string]*slog.Logger{"backend": b.logger}
		for _, executor := range []string{"app", "node"} {
			value, _ := staffedLoggers.Load(executor)
			loggers[executor] = value.(*slog.Logger)
		}
		for from, logger := range loggers {
			said := fmt.Sprintf("%s in round %d", from, i)
			logger.Error("a word", "from", said)
			if !strings.Contains(logged(name), said) {
				t.Errorf("%s has nothing of %s", name, said)
			}
		}
	}
}

func TestMetrics_CountTheWorkersOfAnExecutorNodeBesideTheApp(t *testing.T) {
	s := startServer(t, nil, nil)
	for kind, want := range map[string]float64{"staffed": 6, "local": 3} {
		executor := map[string]any{"kind": kind}
		if kind == "staffed" {
			executor["name"] = "counted"
		}
		if err := s.loadEdited(map[string]any{"executor": executor}, withNode(s, map[string]any{"kind": "staffed", "name": "node"})); err != nil {
			t.Fatal(err)
		}
		values := gather(t)
		if got := values[`picloud_workers{state="serving"}`]; got != want {
			t.Errorf("%s: %v workers, want %v", kind, got, want)
		}
	}
}

func TestChange_ThatCannotBeLoadedIsTriedAgain(t *testing.T) {
	s := startServer(t, nil, nil)
	use := useOf(s.dir)
	use.unreadable.Store(true)
	id := s.script("late", `return "late", nil`, nil)
	if status, _ := s.admin("GET", "/scripts/"+id, nil); status != 200 {
		t.Fatalf("the script is not saved: %d", status)
	}
	if r := s.do("GET", "/api/v1/execute/"+id, nil); r.StatusCode != 404 {
		t.Fatalf("got %d from a script that cannot be read", r.StatusCode)
	}
	use.unreadable.Store(false)
	eventually(t, "the script is live", func() bool { return s.do("GET", "/api/v1/execute/"+id, nil).StatusCode == 200 })
}

// A process may exit while a config before the last one still has requests in
// flight, and with it the store.
func TestExit_SavesCountsThoughAnotherConfigDrains(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	module := &trackedStore{Dir: t.TempDir()}
	begin := func() *generation {
		g, err := newGeneration(&App{store: module, executor: &LocalExecutor{}, logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	draining, last := begin(), begin()
	opened := last.backend.opened.Load()
	last.backend.recorder.Series(store.NewID()).Observe(time.Now(), time.Millisecond, false)
	last.exit()
	rows, err := opened.store.ListStats(t.Context(), store.StatQuery{Step: time.Minute, Since: time.Now().Add(-time.Hour), Until: time.Now().Add(time.Hour)})
	if err != nil || len(rows) != 1 || rows[0].Count != 1 {
		t.Errorf("got %+v, %v; want the one execution", rows, err)
	}
	draining.drain()
	if use := useOf(module.Dir); use.closed.Load() != 1 {
		t.Errorf("the store was closed %d times", use.closed.Load())
	}
}

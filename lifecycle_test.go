package picloud

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/caddyserver/caddy/v2"
)

func TestReload_LosesNoRequestAndOpensTheStoreOnce(t *testing.T) {
	s := startServer(t, nil, nil)
	slow := s.script("slow", "time.Sleep(700 * time.Millisecond)\nreturn \"slow\", nil", map[string]any{"max_concurrency": 64})
	s.route(slow, map[string]any{"path": "/slow"})
	fast := s.script("fast", `return "fast", nil`, map[string]any{"max_concurrency": 64})
	s.route(fast, map[string]any{"path": "/fast"})

	before := runtime.NumGoroutine()
	var (
		clients sync.WaitGroup
		done    atomic.Bool
		served  atomic.Int64
	)
	for i := range 8 {
		target := []string{"/fast", "/slow"}[i%2]
		clients.Go(func() {
			for !done.Load() {
				response, err := s.send("GET", target, nil)
				if err != nil {
					// On a reload Caddy closes the old listener, and with it
					// connections that no handler has seen a request of. What
					// PiCloud took on is compared with the answers below.
					continue
				}
				if response.StatusCode != http.StatusOK {
					t.Errorf("GET %s: status %d: %s", target, response.StatusCode, readBody(t, response))
					return
				}
				served.Add(1)
			}
		})
	}
	for i := range 50 {
		// Each config differs from the one before, or Caddy would not reload.
		app := map[string]any{"public_base_url": fmt.Sprintf("https://%d.example.com", i)}
		if err := s.load(app, nil); err != nil {
			t.Errorf("reload %d: %v", i, err)
		}
		seen := served.Load()
		eventually(t, "requests are served after a reload", func() bool { return served.Load() > seen || t.Failed() })
	}
	done.Store(true)
	clients.Wait()
	if executed := s.executions(); executed != served.Load() {
		t.Errorf("%d executions, %d answers: an answer was lost", executed, served.Load())
	}

	use := useOf(s.dir)
	if opened, closed := use.opened.Load(), use.closed.Load(); opened != 1 || closed != 0 {
		t.Errorf("the store was opened %d times and closed %d times, want 1 and 0", opened, closed)
	}
	http.DefaultClient.CloseIdleConnections()
	eventually(t, "the goroutines of 50 reloads end", func() bool { return runtime.NumGoroutine() <= before+8 })
}

func TestReload_ToAnotherStoreClosesTheFirst(t *testing.T) {
	s := startServer(t, nil, nil)
	s.route(s.script("hello", `return "hello", nil`, nil), map[string]any{"path": "/hello"})
	first := useOf(s.dir)

	other := t.TempDir()
	if err := s.load(map[string]any{"store": map[string]any{"driver": "sqlite", "dir": other}}, nil); err != nil {
		t.Fatal(err)
	}
	if r := s.do("GET", "/hello", nil); r.StatusCode != http.StatusNotFound {
		t.Errorf("the new store's site answers %d, want 404", r.StatusCode)
	}
	eventually(t, "the first store is closed", func() bool { return first.closed.Load() == 1 })

	if err := s.load(nil, nil); err != nil {
		t.Fatal(err)
	}
	if body := readBody(t, s.do("GET", "/hello", nil)); body != "hello" {
		t.Errorf("back on the first store: got %q", body)
	}
}

func TestFailedReload_KeepsServingAndItsAdminAPI(t *testing.T) {
	s := startServer(t, nil, nil)
	id := s.script("hello", `return "hello", nil`, nil)

	if err := s.load(map[string]any{"limits": map[string]any{"max_operations": -1}}, nil); err == nil {
		t.Fatal("a config with negative limits was loaded")
	}
	file := t.TempDir() + "/file"
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.load(map[string]any{"store": map[string]any{"driver": "sqlite", "dir": file}}, nil); err == nil {
		t.Fatal("a config whose store folder is a file was loaded")
	}
	s.route(id, map[string]any{"path": "/hello"})
	if body := readBody(t, s.do("GET", "/hello", nil)); body != "hello" {
		t.Errorf("got %q", body)
	}
}

func TestValidate_OpensNothing(t *testing.T) {
	s := startServer(t, nil, nil)
	dir := t.TempDir() + "/new"
	config := s.config(map[string]any{"store": map[string]any{"driver": "sqlite", "dir": dir}}, nil)
	var parsed caddy.Config
	if err := caddy.StrictUnmarshalJSON(config, &parsed); err != nil {
		t.Fatal(err)
	}
	if err := caddy.Validate(&parsed); err != nil {
		t.Errorf("validating beside a running server: %v", err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("validating made the store's folder (%v)", err)
	}
}

func TestStart_PutsUpWithAStoreThatCannotBeOpened(t *testing.T) {
	s := &server{t: t, port: freePort(t), dir: filepath.Join(t.TempDir(), "file")}
	t.Cleanup(func() {
		if err := caddy.Stop(); err != nil {
			t.Error(err)
		}
	})
	if err := os.WriteFile(s.dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.load(nil, nil); err != nil {
		t.Fatalf("a file in place of the store's folder failed the start: %v", err)
	}
	if r := s.do("GET", "/anything", nil); r.StatusCode != 503 || r.Header.Get("Retry-After") == "" {
		t.Errorf("got %d, want 503 with Retry-After", r.StatusCode)
	}
	if err := s.load(nil, map[string]any{"fallthrough": true}); err != nil {
		t.Fatalf("a reload failed for what it has not changed: %v", err)
	}
	if err := os.Remove(s.dir); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the store is open", func() bool { return s.do("GET", "/healthz", nil).StatusCode == 200 })
	if r := s.do("GET", "/anything", nil); r.StatusCode != 418 {
		t.Errorf("got %d, want what the next handler answers", r.StatusCode)
	}
}

func TestUnreachableStore_Answers503UntilItIsThere(t *testing.T) {
	s := &server{t: t, port: freePort(t), dir: t.TempDir()}
	t.Cleanup(func() {
		if err := caddy.Stop(); err != nil {
			t.Error(err)
		}
	})
	store := map[string]any{"driver": "tracked", "dir": s.dir, "unreachable": 3}
	if err := s.load(map[string]any{"store": store}, nil); err != nil {
		t.Fatalf("an unreachable store failed the config: %v", err)
	}
	health := s.do("GET", "/healthz", nil)
	if body := readBody(t, health); health.StatusCode != 503 || health.Header.Get("Retry-After") == "" || body != "the store cannot be reached yet\n" {
		t.Errorf("health: got %d %q, want 503 with a reason that tells nothing of the store", health.StatusCode, body)
	}
	if r := s.do("GET", "/anything", nil); r.StatusCode != 503 || r.Header.Get("Retry-After") == "" {
		t.Errorf("user route: got %d, want 503 with Retry-After", r.StatusCode)
	}
	if status, answer := s.admin("GET", "/scripts", nil); status != 503 {
		t.Errorf("admin API: got %d %v, want 503", status, answer)
	}
	eventually(t, "the store is reached", func() bool { return s.do("GET", "/healthz", nil).StatusCode == 200 })
	if r := s.do("GET", "/anything", nil); r.StatusCode != 404 {
		t.Errorf("user route: got %d, want 404", r.StatusCode)
	}
}

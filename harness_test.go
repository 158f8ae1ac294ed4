package picloud

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/caddyserver/caddy/v2"
	_ "github.com/caddyserver/caddy/v2/modules/standard"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/sqlite"
)

func init() { caddy.RegisterModule(new(trackedStore)) }

// trackedStore is SQLite that counts how often it is opened and closed, that
// can be out of reach for its first attempts, and whose scripts and routes may not
// be readable.
type trackedStore struct {
	Dir         string `json:"dir"`
	Unreachable int64  `json:"unreachable,omitempty"`
}

// storeUse counts the use of the store in one folder.
type storeUse struct {
	attempts, opened, closed atomic.Int64

	unreadable atomic.Bool
}

// uses are the storeUse of each folder, for modules that Caddy makes anew on
// each load.
var uses = caddy.NewUsagePool()

func useOf(dir string) *storeUse {
	value, _ := uses.LoadOrStore(dir, new(storeUse))
	return value.(*storeUse)
}

func (*trackedStore) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{
		ID:  "picloud.stores.tracked",
		New: func() caddy.Module { return new(trackedStore) },
	}
}

func (s *trackedStore) Identity() string { return "tracked:" + s.Dir }

func (s *trackedStore) Open(ctx context.Context, logger *slog.Logger) (store.Store, error) {
	use := useOf(s.Dir)
	if use.attempts.Add(1) <= s.Unreachable {
		return nil, fmt.Errorf("dialling: %w", store.ErrUnavailable)
	}
	opened, err := sqlite.Open(ctx, sqlite.Options{Dir: s.Dir, Logger: logger})
	if err != nil {
		return nil, err
	}
	use.opened.Add(1)
	return countedStore{opened, use}, nil
}

type countedStore struct {
	store.Store
	use *storeUse
}

func (c countedStore) Snapshot(ctx context.Context) (store.Snapshot, error) {
	if c.use.unreadable.Load() {
		return store.Snapshot{}, errors.New("reading: the disk is sulking")
	}
	return c.Store.Snapshot(ctx)
}

func (c countedStore) Close() error {
	c.use.closed.Add(1)
	return c.Store.Close()
}

// server is a Caddy in this process with one site that PiCloud answers.
// Caddy is one per process, so tests with a server cannot be parallel.
type server struct {
	t    testing.TB
	port int
	dir  string
}

// startServer loads a config whose app and handler have the given options.
func startServer(t testing.TB, app, handler map[string]any) *server {
	t.Helper()
	t.Setenv("XDG_DATA_HOME", t.TempDir()) // where the node keeps what is its own
	s := &server{t: t, port: freePort(t), dir: filepath.Join(t.TempDir(), "data")}
	t.Cleanup(func() {
		if err := caddy.Stop(); err != nil {
			t.Errorf("stopping Caddy: %v", err)
		}
		use := useOf(s.dir)
		eventually(t, "the store is closed", func() bool { return use.opened.Load() == use.closed.Load() })
	})
	if err := s.load(app, handler); err != nil {
		t.Fatalf("loading config: %v", err)
	}
	return s
}

// load loads a config, as a reload does.
func (s *server) load(app, handler map[string]any) error {
	return caddy.Load(s.config(app, handler), true)
}

func (s *server) config(app, handler map[string]any) []byte {
	s.t.Helper()
	options := map[string]any{"store": map[string]any{"driver": "tracked", "dir": s.dir}}
	maps.Copy(options, app)
	route := map[string]any{"handler": "picloud"}
	maps.Copy(route, handler)
	config, err := json.Marshal(map[string]any{
		"admin":   map[string]any{"disabled": true},
		"logging": map[string]any{"logs": map[string]any{"default": map[string]any{"level": "ERROR"}}},
		"apps": map[string]any{
			"picloud": options,
			"http": map[string]any{"servers": map[string]any{"test": map[string]any{
				"listen": []string{fmt.Sprintf("127.0.0.1:%d", s.port)},
				"routes": []any{map[string]any{"handle": []any{
					route,
					map[string]any{"handler": "static_response", "status_code": 418, "body": "next"},
				}}},
			}}},
		},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return config
}

// do sends a request to the site.
func (s *server) do(method, target string, body io.Reader) *http.Response {
	s.t.Helper()
	response, err := s.send(method, target, body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response
}

// send is do for other goroutines than the test's.
func (s *server) send(method, target string, body io.Reader) (*http.Response, error) {
	return s.roundTrip(s.request(method, target, body))
}

func (s *server) request(method, target string, body io.Reader) *http.Request {
	// The target is a test's own, and so is the body: neither is wrong.
	request, err := http.NewRequest(method, fmt.Sprintf("http://127.0.0.1:%d%s", s.port, target), body)
	if err != nil {
		panic(err)
	}
	return request
}

func (s *server) roundTrip(request *http.Request) (*http.Response, error) {
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	response.Body = io.NopCloser(bytes.NewReader(content))
	return response, err
}

// admin sends a request to the admin API, as Caddy's admin endpoint does.
func (s *server) admin(method, path string, body any) (int, map[string]any) {
	s.t.Helper()
	var content bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&content).Encode(body); err != nil {
			s.t.Fatal(err)
		}
	}
	request := httptest.NewRequest(method, "/api/v1/admin"+path, &content)
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	if err := (adminAPI{}).serve(recorder, request); err != nil {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	var answer map[string]any
	if recorder.Body.Len() > 0 {
		if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
			s.t.Fatalf("%s %s: %v in %q", method, path, err, recorder.Body)
		}
	}
	return recorder.Code, answer
}

// script saves a script with the given body of Handle and returns its id.
func (s *server) script(name, body string, options map[string]any) string {
	s.t.Helper()
	input := map[string]any{"name": name, "source": scriptSource(body)}
	maps.Copy(input, options)
	status, answer := s.admin("POST", "/scripts", input)
	if status != http.StatusCreated {
		s.t.Fatalf("saving script %s: %d %v", name, status, answer)
	}
	return answer["id"].(string)
}

// route binds a script and returns the route's id.
func (s *server) route(script string, route map[string]any) string {
	s.t.Helper()
	status, answer := s.admin("POST", "/scripts/"+script+"/routes", route)
	if status != http.StatusCreated {
		s.t.Fatalf("binding %v: %d %v", route, status, answer)
	}
	return answer["id"].(string)
}

// records returns the execution records that a query selects.
func (s *server) records(query string) []any {
	s.t.Helper()
	status, answer := s.admin("GET", "/logs?"+query, nil)
	if status != http.StatusOK {
		s.t.Fatalf("logs: %d %v", status, answer)
	}
	return answer["items"].([]any)
}

// executions returns how many executions are on record.
func (s *server) executions() int64 {
	s.t.Helper()
	var n int64
	for cursor := ""; ; {
		status, answer := s.admin("GET", "/logs?limit=200&cursor="+cursor, nil)
		if status != http.StatusOK {
			s.t.Fatalf("logs: %d %v", status, answer)
		}
		n += int64(len(answer["items"].([]any)))
		next, ok := answer["next_cursor"].(string)
		if !ok {
			break
		}
		cursor = next
	}
	// Of many successes at once, some have no record.
	_, config := s.admin("GET", "/config", nil)
	return n + int64(config["log_sink"].(map[string]any)["sampled"].(float64))
}

func scriptSource(body string) string {
	imports := `import "github.com/picloud/picloud/sdk"`
	if bytes.Contains([]byte(body), []byte("time.")) {
		imports += "\nimport \"time\""
	}
	return "package main\n\n" + imports + "\n\nfunc Handle(ctx *sdk.Context) (any, error) {\n" + body + "\n}\n"
}

func readBody(t testing.TB, r *http.Response) string {
	t.Helper()
	content, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func freePort(t testing.TB) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

// eventually waits until condition holds. How long that takes does not matter,
// within reason.
func eventually(t testing.TB, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !condition(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

package picloud

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/caddyserver/caddy/v2"
	"github.com/caddyserver/caddy/v2/caddyconfig/caddyfile"
)

const testExecutorKey = "0123456789abcdef0123456789abcdef"

func TestRemoteExecutor_AdaptsFromCaddyfile(t *testing.T) {
	for _, tt := range []struct{ name, block, want string }{
		{
			"one node", "executor remote http://10.0.0.2:9443 {\n\tkey {env.PICLOUD_EXECUTOR_KEY}\n}",
			`{"key":"{env.PICLOUD_EXECUTOR_KEY}","kind":"remote","nodes":["http://10.0.0.2:9443"]}`,
		},
		{
			"everything",
			"executor remote https://a https://b/x {\n\ttls_ca ca.pem\n\ttls_client_certificate c.pem k.pem\n\ttls_server_name executors\n\tdial_timeout 1s\n\thealth_interval 2s\n}",
			`{"dial_timeout":1000000000,"health_interval":2000000000,"kind":"remote","nodes":["https://a","https://b/x"],"tls_ca":"ca.pem","tls_client_certificate":"c.pem","tls_client_key":"k.pem","tls_server_name":"executors"}`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			config, err := adapt(t, withExecutor(tt.block))
			if err != nil {
				t.Fatal(err)
			}
			var parsed struct {
				Apps struct {
					PiCloud struct {
						Executor map[string]any `json:"executor"`
					} `json:"picloud"`
				} `json:"apps"`
			}
			if err := json.Unmarshal(config, &parsed); err != nil {
				t.Fatal(err)
			}
			got, err := json.Marshal(parsed.Apps.PiCloud.Executor)
			if err != nil || string(got) != tt.want {
				t.Errorf("got\n%s, want\n%s (%v)", got, tt.want, err)
			}
		})
	}
	for _, bad := range []string{
		"executor remote",
		"executor remote https://a {\n\tkey\n}",
		"executor remote https://a {\n\tkey a b\n}",
		"executor remote https://a {\n\tkey a\n\tkey b\n}",
		"executor remote https://a {\n\ttls_client_certificate c.pem\n}",
		"executor remote https://a {\n\tretries 3\n}",
	} {
		if _, err := adapt(t, withExecutor(bad)); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

// withExecutor is a Caddyfile with an executor, formatted.
func withExecutor(block string) string {
	return string(caddyfile.Format([]byte("{\n\tpicloud {\n" + block + "\n\t}\n}\n\n:8000 {\n\tpicloud\n}\n")))
}

func TestExecutorHandler_AdaptsFromCaddyfile(t *testing.T) {
	config, err := adapt(t, `:9443 {
	picloud_executor {
		key {env.A} {env.B}
		require_client_certificate
		executor process {
			max_workers 40
		}
		max {
			timeout 10s
			memory 128MiB
		}
		max_request_body 20MiB
		max_in_flight 200
	}
}
`)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"executor":{"kind":"process","max_workers":40},"handler":"picloud_executor","keys":["{env.A}","{env.B}"],` +
		`"max":{"memory":134217728,"timeout":10000000000},"max_in_flight":200,"max_request_body":20971520,"require_client_certificate":true}`
	if !strings.Contains(string(config), want) {
		t.Errorf("got %s", config)
	}
	for _, bad := range []string{"key", "require_client_certificate yes", "max {\n\tspeed 3\n}", "max_in_flight few", "max {\n}\nmax {\n}", "executor", "x y"} {
		if _, err := adapt(t, ":9443 {\n\tpicloud_executor {\n"+bad+"\n\t}\n}\n"); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

func TestExecutorHandler_IsRefusedWithoutKeyOrCertificate(t *testing.T) {
	t.Setenv("SHORT_KEY", "hunter2")
	for _, tt := range []struct{ options, want string }{
		{`{}`, "set a key"},
		{`{"keys": ["short"]}`, "a key of 5 bytes"},
		{`{"keys": ["{env.SHORT_KEY}"]}`, "a key of 7 bytes"},
		{`{"keys": ["{env.NO_SUCH_KEY}"]}`, "NO_SUCH_KEY"},
		{`{"keys": ["0123456789abcdef"], "max": {"timeout": -1}}`, "negative"},
		{`{"keys": ["0123456789abcdef"], "executor": {"kind": "process", "isolation": "strong"}}`, "isolation"},
		{`{"keys": ["0123456789abcdef"], "executor": {"kind": "local"}}`, ""},
		{`{"require_client_certificate": true}`, ""},
	} {
		err := validateHandler("picloud_executor", tt.options)
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%s: %v", tt.options, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: got %v, want something with %q", tt.options, err, tt.want)
		case err != nil && strings.Contains(err.Error(), "hunter2"):
			t.Errorf("the error tells the key: %v", err)
		}
	}
}

// validateHandler validates a config with one handler.
func validateHandler(name, options string) error {
	var route map[string]any
	if err := json.Unmarshal([]byte(options), &route); err != nil {
		return err
	}
	route["handler"] = name
	server, err := json.Marshal(map[string]any{"servers": map[string]any{"test": map[string]any{
		"listen": []string{"127.0.0.1:0"}, "routes": []any{map[string]any{"handle": []any{route}}},
	}}})
	if err != nil {
		return err
	}
	return caddy.Validate(&caddy.Config{
		Admin:   &caddy.AdminConfig{Disabled: true},
		AppsRaw: caddy.ModuleMap{"http": server},
	})
}

func TestRemoteExecutor_Identity(t *testing.T) {
	identity := func(t *testing.T, e RemoteExecutor) string {
		t.Helper()
		if err := e.Provision(caddy.Context{}); err != nil {
			t.Fatal(err)
		}
		return e.Identity()
	}
	same := RemoteExecutor{Nodes: []string{"https://a"}, Key: testExecutorKey}
	first := identity(t, same)
	if again := identity(t, same); again != first {
		t.Errorf("the same settings have the identities %s and %s", first, again)
	}
	if strings.Contains(first, testExecutorKey) {
		t.Errorf("the identity tells the key: %s", first)
	}
	for _, other := range []RemoteExecutor{
		{Nodes: []string{"https://a"}, Key: strings.ToUpper(testExecutorKey)},
		{Nodes: []string{"https://a", "https://b"}, Key: testExecutorKey},
		{Nodes: []string{"https://a"}, Key: testExecutorKey, DialTimeout: 1},
		{Nodes: []string{"https://a"}, Key: testExecutorKey, TLSServerName: "x"},
	} {
		if identity(t, other) == first {
			t.Errorf("other settings have the same identity: %+v", other)
		}
	}
}

func TestRemoteExecutor_RefusesWhatMakesNoSense(t *testing.T) {
	for _, tt := range []struct {
		executor RemoteExecutor
		want     string
	}{
		{RemoteExecutor{Key: testExecutorKey}, "URL of a node"},
		{RemoteExecutor{Nodes: []string{"https://a"}}, "set a key"},
		{RemoteExecutor{Nodes: []string{"a:9443"}, Key: testExecutorKey}, "want a URL"},
		{RemoteExecutor{Nodes: []string{"https://a", "https://a/"}, Key: testExecutorKey}, "twice"},
		{RemoteExecutor{Nodes: []string{"https://a"}, Key: "secret of mine"}, "14 bytes"},
		{RemoteExecutor{Nodes: []string{"https://a"}, Key: testExecutorKey, TLSCA: "/no/such/file"}, "tls_ca"},
		{RemoteExecutor{Nodes: []string{"https://a"}, Key: testExecutorKey, TLSClientCertificate: "c.pem"}, "tls_client_certificate"},
		{RemoteExecutor{Nodes: []string{"https://a"}, Key: "{env.NO_SUCH_KEY}"}, "NO_SUCH_KEY"},
		{RemoteExecutor{Nodes: []string{"https://a"}, Key: testExecutorKey, DialTimeout: -1}, "negative"},
	} {
		err := tt.executor.Provision(caddy.Context{})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: got %v, want something with %q", tt.executor, err, tt.want)
		} else if strings.Contains(err.Error(), "secret of mine") {
			t.Errorf("the error tells the key: %v", err)
		}
	}
}

// splitServer is a server whose scripts run on an executor node: two sites of
// one Caddy.
type splitServer struct {
	*server
	nodePort int
}

func startSplit(t *testing.T) *splitServer {
	t.Helper()
	s := &splitServer{startServer(t, nil, nil), freePort(t)}
	s.reload(testExecutorKey, nil)
	return s
}

// reload loads a config with the key that the executor node is shown, and
// options of the site's handler.
func (s *splitServer) reload(key string, handler map[string]any) {
	s.t.Helper()
	var config map[string]any
	if err := json.Unmarshal(s.config(map[string]any{"executor": map[string]any{
		"kind": "remote", "nodes": []string{fmt.Sprintf("http://127.0.0.1:%d", s.nodePort)}, "key": key,
	}}, handler), &config); err != nil {
		s.t.Fatal(err)
	}
	servers := config["apps"].(map[string]any)["http"].(map[string]any)["servers"].(map[string]any)
	servers["node"] = map[string]any{
		"listen": []string{fmt.Sprintf("127.0.0.1:%d", s.nodePort)},
		"routes": []any{map[string]any{"handle": []any{map[string]any{
			"handler": "picloud_executor", "keys": []string{testExecutorKey},
			"executor": map[string]any{"kind": "local"}, "max": map[string]any{"max_log_lines": 2},
		}}}},
	}
	marshaled, err := json.Marshal(config)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := caddy.Load(marshaled, true); err != nil {
		s.t.Fatal(err)
	}
}

func TestRemoteExecutor_RunsScriptsOnAnotherServer(t *testing.T) {
	s := startSplit(t)
	id := s.script("hello", `for i := 0; i < 5; i++ {
	ctx.Log.Info("line")
}
return "hello " + ctx.Request.Params["name"], nil`, nil)
	s.route(id, map[string]any{"path": "/hello/:name"})
	for range 3 {
		if r := s.do("GET", "/hello/you", nil); r.StatusCode != 200 || readBody(t, r) != "hello you" {
			t.Errorf("got %d", r.StatusCode)
		}
	}
	eventually(t, "the execution is on record", func() bool { return len(s.records("")) == 3 })
	record := s.records("")[0].(map[string]any)
	_, whole := s.admin("GET", "/logs/"+record["id"].(string), nil)
	if lines, _ := whole["logs"].([]any); len(lines) != 2 || whole["logs_dropped"] != 3.0 {
		t.Errorf("the node's bound is 2 lines, and yet there are %d: %v", len(lines), whole)
	}
}

func TestRemoteExecutor_NamesTheNodeThatRefusesItsKey(t *testing.T) {
	s := startSplit(t)
	id := s.script("hello", `return "hello", nil`, nil)
	s.route(id, map[string]any{"path": "/hello"})
	wrong := strings.ToUpper(testExecutorKey)
	s.reload(wrong, nil)
	// On a reload Caddy closes the old listener, and with it connections that no
	// handler has seen a request of: then the node is lost, and names no key.
	eventually(t, "the node answers", func() bool {
		r := s.do("GET", "/hello", nil)
		if body := readBody(t, r); r.StatusCode != 502 || !strings.Contains(body, `"crashed"`) || strings.Contains(body, "127.0.0.1") {
			t.Errorf("got %d %s", r.StatusCode, body)
		}
		return strings.Contains(fmt.Sprint(s.records("")), "key")
	})
	for _, record := range s.records("") {
		text := fmt.Sprint(record)
		if !strings.Contains(text, fmt.Sprintf("http://127.0.0.1:%d", s.nodePort)) || strings.Contains(text, wrong) {
			t.Errorf("the record is %s", text)
		}
	}
}

func TestExecutorHandler_ServesThroughReloads(t *testing.T) {
	s := startSplit(t)
	id := s.script("hello", "time.Sleep(20 * time.Millisecond)\nreturn \"hello\", nil", nil)
	s.route(id, map[string]any{"path": "/hello"})
	done := make(chan struct{})
	var callers sync.WaitGroup
	var answered atomic.Int64
	for range 4 {
		callers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				r, err := s.send("GET", "/hello", nil)
				if err != nil {
					// On a reload Caddy closes the old listener, and with it
					// connections that no handler has seen a request of.
					continue
				}
				if r.StatusCode != 200 {
					body, _ := io.ReadAll(r.Body)
					t.Errorf("got %d %s", r.StatusCode, body)
				}
				answered.Add(1)
			}
		})
	}
	for i := range 8 {
		before := answered.Load()
		// Each is another config, and keeps both executors.
		s.reload(testExecutorKey, map[string]any{"fallthrough": i%2 == 0})
		eventually(t, "requests are answered", func() bool { return answered.Load() > before+8 })
	}
	close(done)
	callers.Wait()
	for _, record := range s.records("outcome=crashed") {
		t.Errorf("an execution ended as %v", record)
	}
}

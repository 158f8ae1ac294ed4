package picloud

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/caddyserver/caddy/v2/caddyconfig/caddyfile"
)

func TestNodeID_IsKeptAndMadeAnewWhenItIsLost(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new")
	id := func() string {
		id, err := nodeID(dir)
		if err != nil {
			t.Fatal(err)
		}
		return id.String()
	}
	first := id()
	if again := id(); first == "" || again != first {
		t.Errorf("%q, then %q", first, again)
	}
	for _, content := range []string{"", "nonsense"} {
		if err := os.WriteFile(filepath.Join(dir, nodeIDFile), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		next := id()
		if next == first || next != id() {
			t.Errorf("after %q it is %q, and before it was %q", content, next, first)
		}
		first = next
	}
	file := filepath.Join(dir, nodeIDFile)
	if id, err := nodeID(filepath.Join(file, "below")); err == nil || id.IsZero() {
		t.Errorf("where nothing can be kept: %s, %v", id, err)
	}
}

func TestApp_ReadsNodeAndRole(t *testing.T) {
	t.Setenv("TEST_NODE", "n1")
	var app App
	if err := app.UnmarshalCaddyfile(caddyfile.NewTestDispenser("picloud {\n\tnode {env.TEST_NODE}\n\trole ingress\n}")); err != nil {
		t.Fatal(err)
	}
	if name, err := nameOf(app.Node); err != nil || name != "n1" || app.Role != roleIngress {
		t.Errorf("node %q, %v, role %q", name, err, app.Role)
	}
	for _, text := range []string{"node", "node a b", "role", "role all ingress"} {
		if err := new(App).UnmarshalCaddyfile(caddyfile.NewTestDispenser("picloud {\n\t" + text + "\n}")); err == nil {
			t.Errorf("%s: no error", text)
		}
	}
	if name, err := nameOf(""); err != nil || name == "" {
		t.Errorf("default name %q, %v", name, err)
	}
	for _, bad := range []string{"{env.TEST_UNSET_NODE}", "two\nlines", strings.Repeat("n", 256)} {
		if name, err := nameOf(bad); err == nil {
			t.Errorf("%q: taken as %q", bad, name)
		}
	}
	if role, err := roleOf(""); err != nil || role != roleAll {
		t.Errorf("default role %q, %v", role, err)
	}
	if _, err := roleOf("boss"); err == nil {
		t.Error("any role is taken")
	}
}

func TestRoles_DoNoMoreThanTheyShould(t *testing.T) {
	s := startServer(t, nil, nil)
	id := s.script("hello", `return "hello", nil`, nil)
	s.route(id, map[string]any{"path": "/hello"})
	status := func(method, path string) int { return s.do(method, path, nil).StatusCode }

	for _, step := range []struct {
		role                    string
		handler                 map[string]any
		route, execute, changed int
	}{
		{roleIngress, nil, 200, 200, 403},
		{roleManager, nil, 404, 404, 200},
		{roleManager, map[string]any{"fallthrough": true}, 418, 404, 200},
		{roleAll, nil, 200, 200, 200},
	} {
		if err := s.load(map[string]any{"role": step.role, "node": "n-" + step.role}, step.handler); err != nil {
			t.Fatal(err)
		}
		if got := status("GET", "/hello"); got != step.route {
			t.Errorf("%s: the route answers %d, want %d", step.role, got, step.route)
		}
		if got := status("POST", "/api/v1/execute/"+id); got != step.execute {
			t.Errorf("%s: the script answers %d, want %d", step.role, got, step.execute)
		}
		body := map[string]any{"name": "hello", "source": scriptSource(`return "hello", nil`)}
		if got, answer := s.admin("PUT", "/scripts/"+id, body); got != step.changed {
			t.Errorf("%s: a change answers %d %v, want %d", step.role, got, answer, step.changed)
		}
		if got, _ := s.admin("GET", "/scripts/"+id, nil); got != http.StatusOK {
			t.Errorf("%s: reading answers %d", step.role, got)
		}
		_, config := s.admin("GET", "/config", nil)
		node := config["node"].(map[string]any)
		if node["role"] != step.role || node["name"] != "n-"+step.role || node["id"] == "" {
			t.Errorf("config shows the node as %v", node)
		}
		if kept := config["store"].(map[string]any); kept["state"] != "reachable" || kept["shared"] != false {
			t.Errorf("config shows the store as %v", kept)
		}
		eventually(t, "the node is listed", func() bool {
			_, nodes := s.admin("GET", "/nodes", nil)
			list := nodes["items"].([]any)
			if len(list) != 1 {
				return false
			}
			only := list[0].(map[string]any)
			return only["name"] == "n-"+step.role && only["role"] == step.role && only["self"] == true && only["revision_lag"] == 0.0
		})
	}
	// Both scripts' executions are on record with the name of their time.
	eventually(t, "the records name the node", func() bool {
		return len(s.records(`filter=node+==+"n-ingress"`)) == 2 && len(s.records(`filter=node+==+"n-all"`)) == 2
	})
	if err := s.load(map[string]any{"role": "boss"}, nil); err == nil {
		t.Error("any role is loaded")
	}
}

// The revision of a store grows with its tokens and sessions, too.
func TestNodes_AloneIsNeverBehind(t *testing.T) {
	s := startServer(t, nil, nil)
	s.script("first", `return nil, nil`, nil)
	s.token("read")
	_, nodes := s.admin("GET", "/nodes", nil)
	if lag := nodes["items"].([]any)[0].(map[string]any)["revision_lag"]; lag != 0.0 {
		t.Errorf("the node is behind by %v", lag)
	}
	if lag, ok := gather(t)["picloud_revision_lag"]; !ok || lag != 0 {
		t.Errorf("the metric is %v, %t", lag, ok)
	}
}

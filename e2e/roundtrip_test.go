//go:build unix

package e2e

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// fillRichly gives a server scripts with everything that one can have, and
// routes of all kinds.
func fillRichly(t *testing.T, s *server) (scripts, routes int) {
	t.Helper()
	for i, c := range []struct {
		script object
		routes []object
	}{
		{object{"name": "all limits", "timeout_ms": 1234, "max_operations": 5_000_000, "memory_limit_mb": 48, "max_concurrency": 3},
			[]object{{"path": "/limits"}}},
		{object{"name": "0.zero-limits_", "description": "Grüezi \"Welt\" \\ <&> \u2028 日本語 🐹", "timeout_ms": 0},
			[]object{{"path": "/ünïcode/日本"}, {"path": "/percent%2Fencoded"}, {"path": "/"}}},
		{object{"name": "disabled", "enabled": false}, []object{{"path": "/off"}, {"path": "/off/*", "method": "DELETE"}}},
		{object{"name": "no routes"}, nil},
		{object{"name": "a"}, []object{
			{"path": "/users/:id"},
			{"path": "/users/:id/posts/:post", "method": "GET"},
			{"path": "/files/*", "method": "GET"},
			{"path": "/files/*", "method": "POST"},
			{"path": "/files/exact", "method": "PUT"},
			{"path": "/any", "method": "ANY"},
		}},
		{object{"name": "B"}, []object{
			{"path": "/", "host": "example.com"},
			{"path": "/", "host": "*.example.com", "host_param_name": "tenant"},
			{"path": "/*", "host": "*.example.org"},
			{"path": "/", "host": "192.0.2.7"},
			{"path": "/", "host": "bücher.example"},
		}},
		{object{"name": "guarded"}, []object{
			{"path": "/guarded", "guard": `request.header["x-beta"] == "yes" && request.query["v"] != '2'`},
			{"path": "/guarded/:n", "guard": "request.params.n >= '10' && len(request.params.n) < 3", "method": "PATCH"},
		}},
	} {
		body := object{"source": textSource(fmt.Sprint(i))}
		maps.Copy(body, c.script)
		id := decode[script](t, s.api(t, http.MethodPost, "/scripts", body).want(t, http.StatusCreated)).ID
		scripts++
		for _, route := range c.routes {
			s.api(t, http.MethodPost, "/scripts/"+id+"/routes", route).want(t, http.StatusCreated)
			routes++
		}
		// A live version that is neither the first one nor the last.
		for version := range 3 {
			body["source"] = textSource(fmt.Sprint(i)) + fmt.Sprintf("\n// Version %d: tabs\t, quotes \" ' ` and ünïcode 🐹\n", version+2)
			s.api(t, http.MethodPut, "/scripts/"+id, body).want(t, http.StatusOK)
		}
		s.api(t, http.MethodPost, "/scripts/"+id+"/versions/3/activate", nil).want(t, http.StatusOK)
	}
	return scripts, routes
}

// TestRoundTrip_FromSQLiteToPostgreSQLAndBack takes everything along by export
// and import, to the byte.
func TestRoundTrip_FromSQLiteToPostgreSQLAndBack(t *testing.T) {
	t.Parallel()
	db := startDatabase(t)
	stations := []struct {
		store  string
		server *server
	}{
		{"SQLite", start(t, setup{})},
		{"PostgreSQL", start(t, db.node("a"))},
		{"another SQLite", start(t, setup{})},
	}
	first := stations[0].server
	scripts, routes := fillRichly(t, first)
	folder := t.TempDir()
	var transcript strings.Builder
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(&transcript, format+"\n", args...) } // to memory
	var bundle string
	for i, station := range stations {
		sh := station.server.shell(t)
		sh.folder = folder
		if i > 0 {
			file := fmt.Sprintf("%d.json", i-1)
			sh.run(t, 0, "import", file, "--dry-run").says(t, "+ create script guarded")
			got := sh.run(t, 0, "import", file).says(t, fmt.Sprintf("done: %d scripts created, %d routes created", scripts, routes))
			say("%-15s caddy picloud import %s    %s", station.store, file, lastLine(got.out))
			got = sh.run(t, 0, "import", file).says(t, "nothing to change")
			say("%-15s caddy picloud import %s    %s", station.store, file, lastLine(got.out))
		}
		file := fmt.Sprintf("%d.json", i)
		got := sh.run(t, 0, "export", file)
		content := readFile(t, filepath.Join(folder, file))
		say("%-15s caddy picloud export %s    %s sha256 %.16x", station.store, file, lastLine(got.out+got.err), sha256.Sum256([]byte(content)))
		if i == 0 {
			bundle = content
		}
		if content != bundle {
			t.Errorf("the export of %s differs:\n%s\nwant\n%s", station.store, content, bundle)
		}
	}
	t.Logf("%d scripts, %d routes:\n%s", scripts, routes, &transcript)

	// All of them answer alike.
	for _, request := range []struct{ method, path, host string }{
		{"GET", "/limits", ""}, {"GET", "/", ""}, {"GET", "/%C3%BCn%C3%AFcode/%E6%97%A5%E6%9C%AC", ""}, {"GET", "/off", ""},
		{"DELETE", "/off/x", ""}, {"GET", "/users/7", ""}, {"GET", "/users/7/posts/8", ""}, {"POST", "/files/a/b", ""},
		{"PUT", "/files/exact", ""}, {"OPTIONS", "/any", ""}, {"GET", "/", "example.com"}, {"GET", "/", "t.example.com"},
		{"GET", "/deep/er", "a.b.example.org"}, {"GET", "/guarded", ""}, {"GET", "/guarded?v=1", "beta"}, {"PATCH", "/guarded/x", ""}, {"PATCH", "/guarded/12", ""},
	} {
		var want answer
		for i, station := range stations {
			header := []string{"Host", request.host}
			if request.host == "beta" {
				header = []string{"X-Beta", "yes"}
			}
			if request.host == "" {
				header = nil
			}
			got := station.server.call(t, request.method, request.path, nil, header...)
			if i == 0 {
				want = got
			}
			if got.status != want.status || got.status == http.StatusOK && string(got.body) != string(want.body) {
				t.Errorf("%s answers %s and the first server %s", station.store, got, want)
			}
		}
	}

	// What a bundle does not hold, as the manual says: versions that are not
	// live, and when something was made. They begin anew.
	for i, station := range stations {
		for _, script := range list[script](t, station.server, "/scripts", nil) {
			if want := map[bool]int{true: 3, false: 1}[i == 0]; script.Version != want {
				t.Errorf("%s: %s is of version %d, want %d", station.store, script.Name, script.Version, want)
			}
		}
	}
}

// lastLine is the last line of what a command has printed.
func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

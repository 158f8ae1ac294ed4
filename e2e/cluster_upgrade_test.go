//go:build unix

package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// buildNewer builds a binary that has one migration more, and returns its path
// and the number of that migration.
func buildNewer(t *testing.T) (newer string, schema int) {
	t.Helper()
	dir := t.TempDir()
	known, err := filepath.Glob(repository + "/migrations/postgres/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	schema = len(known) + 1
	replace := map[string]string{}
	for dialect, sql := range map[string]string{
		"postgres": "ALTER TABLE scripts ADD COLUMN tags text NOT NULL DEFAULT '';\n" +
			"ALTER TABLE execution_logs ADD COLUMN cost bigint NOT NULL DEFAULT 0;\n" +
			"SELECT pg_sleep(1); -- two nodes start at the same time\n",
		"sqlite": "ALTER TABLE scripts ADD COLUMN tags TEXT NOT NULL DEFAULT '';\n",
	} {
		name := fmt.Sprintf("%04d_tags_additive.sql", schema)
		content := filepath.Join(dir, dialect+".sql")
		if err := os.WriteFile(content, []byte("-- database: configuration\n"+sql), 0o600); err != nil {
			t.Fatal(err)
		}
		path, err := filepath.Abs(filepath.Join(repository, "migrations", dialect, name))
		if err != nil {
			t.Fatal(err)
		}
		replace[path] = content
	}
	overlay, err := json.Marshal(object{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	newer = filepath.Join(dir, "picloud")
	build := exec.Command("go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "-ldflags=-s -w", "-o", newer, "./cmd/picloud")
	build.Dir = repository
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building: %v: %s", err, output)
	}
	return newer, schema
}

// startOf starts the process of a server with another binary, and does not wait
// until it serves.
func (s *server) startOf(t *testing.T, path string) {
	t.Helper()
	s.process = &process{command: exec.Command(path, "run", "--config", s.config()), output: new(output), exited: make(chan struct{})}
	s.command.Env = s.env(s.home)
	s.command.Stdout, s.command.Stderr = s.output, s.output
	if err := s.command.Start(); err != nil {
		t.Fatal(err)
	}
	p := s.process
	go func() {
		p.err = p.command.Wait()
		close(p.exited)
	}()
}

// TestCluster_UpgradesOneByOne has nodes of two versions beside each other, of
// which the newer one migrates the database.
func TestCluster_UpgradesOneByOne(t *testing.T) {
	t.Parallel()
	newer, schema := buildNewer(t)
	db := startDatabase(t)
	a, b := start(t, db.node("a")), start(t, db.node("b"))
	id := a.deploy(t, "kept", textSource("kept"), "/kept").ID
	eventually(t, "both serve the route", func() bool { return b.get(t, "/kept").status == http.StatusOK })
	loads := []*traffic{startTraffic(t, a, "/kept", "kept")}
	loads[0].goesOn(t, 20)

	// Two newer nodes at once, of which one migrates and the other waits for it.
	var upgraded []*server
	for _, name := range []string{"c", "d"} {
		s := &server{home: t.TempDir(), setup: db.node(name), client: a.client}
		s.public, s.admin = address(freePort(t)), address(freePort(t))
		s.configure(t, s.setup.edits...)
		t.Cleanup(func() { s.end(t) })
		s.startOf(t, newer)
		upgraded = append(upgraded, s)
	}
	for _, s := range upgraded {
		eventually(t, "the newer node serves", func() bool {
			got, err := s.do(http.MethodGet, s.site("/kept"), nil)
			return err == nil && got.status == http.StatusOK
		})
		loads = append(loads, startTraffic(t, s, "/kept", "kept"))
	}
	if n := db.ask(t, "SELECT count(*) FROM schema_migrations"); n != strconv.Itoa(schema) {
		t.Errorf("%s migrations were applied, want %d", n, schema)
	}

	nodes := append([]*server{a, b}, upgraded...)
	follow := func(what string) {
		for i, s := range nodes {
			path := fmt.Sprintf("/%s%d", what, i)
			s.api(t, http.MethodPost, "/scripts/"+id+"/routes", object{"path": path}).want(t, http.StatusCreated)
			for _, other := range nodes {
				eventually(t, "every node follows the changes of every other", func() bool { return other.get(t, path).status == http.StatusOK })
			}
		}
	}
	follow("mixed")

	// A node of the older version ends, and starts again beside the newer ones.
	b.terminate(t)
	b.launch(t)
	contains(t, b.output.String(), "a newer version has migrated the database")
	loads = append(loads, startTraffic(t, b, "/kept", "kept"))
	follow("restarted")
	served := int64(0)
	for _, load := range loads {
		load.goesOn(t, 20)
		load.stop()
		served += load.served.Load()
	}
	for _, s := range nodes {
		s.api(t, http.MethodPut, "/scripts/"+id, object{"name": "kept", "source": textSource("kept " + s.home)}).want(t, http.StatusOK)
		eventually(t, "every node writes records", func() bool {
			sink := s.sink(t).LogSink
			return sink.Queued == 0 && sink.Written > 0 && sink.Dropped == 0
		})
	}

	// A schema that the older version cannot work with: whoever runs already runs
	// on, and whoever starts keeps off the database, and serves its copy of it.
	db.ask(t, fmt.Sprintf("INSERT INTO schema_migrations VALUES (%d, '%04d_other', '', 0) RETURNING 1", schema+1, schema+1))
	a.get(t, "/kept").want(t, http.StatusOK)
	b.terminate(t)
	b.startOf(t, binary)
	eventually(t, "the older node says why it keeps off the database", func() bool {
		said := b.output.String()
		return strings.Contains(said, "database was written by a newer version") &&
			strings.Contains(said, fmt.Sprintf("%04d_other", schema+1)) && strings.Contains(said, "use a newer version of PiCloud")
	})
	eventually(t, "the older node serves its copy", func() bool {
		got, err := b.do(http.MethodGet, b.site("/kept"), nil)
		return err == nil && got.status == http.StatusOK
	})
	b.api(t, http.MethodPost, "/scripts/"+id+"/routes", object{"path": "/refused"}).want(t, http.StatusServiceUnavailable)
	a.get(t, "/refused").want(t, http.StatusNotFound)
	t.Logf("schemas %d and %d beside each other: users got %d answers, all right", schema-1, schema, served)
}

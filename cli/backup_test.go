package cli

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/sqlite"
)

// dataWith returns a closed data folder with one script.
func dataWith(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	s := openData(t, dir)
	if _, err := s.CreateScript(t.Context(), store.Script{ID: store.NewID(), Name: name, Source: "package main"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func openData(t *testing.T, dir string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(context.WithoutCancel(t.Context()), sqlite.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// wantScript wants a closed data folder to have one script, of a name.
func wantScript(t *testing.T, dir, name string) {
	t.Helper()
	s := openData(t, dir)
	defer s.Close()
	scripts, err := s.ListScripts(t.Context(), store.ScriptQuery{Limit: 10})
	if err != nil || len(scripts) != 1 || scripts[0].Name != name {
		t.Errorf("want the script %s, got %+v, %v", name, scripts, err)
	}
}

// backupOf is a server that sends the configuration of a data folder, cut to a
// length if that is not 0.
func backupOf(t *testing.T, dir string, length int) *fake {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, "picloud.db"))
	if err != nil {
		t.Fatal(err)
	}
	if length > 0 {
		content = content[:length]
	}
	f := newFake(t)
	f.mux.HandleFunc("GET /backup", func(w http.ResponseWriter, _ *http.Request) {
		if _, err := w.Write(content); err != nil {
			t.Error(err)
		}
	})
	return f
}

func TestBackup_AndRestore(t *testing.T) {
	t.Parallel()
	f := backupOf(t, dataWith(t, "kept"), 0)
	file := filepath.Join(t.TempDir(), "all.backup")
	f.command(t, "backup", file).want(t, 0, "to "+file, "1 script and 0 routes")
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("want a file that only its owner can read, got %v, %v", info.Mode(), err)
	}
	var about contents
	if err := json.Unmarshal([]byte(f.command(t, "backup", file, "--json").want(t, 0).out), &about); err != nil || about.Scripts != 1 || about.Bytes == 0 {
		t.Errorf("want JSON, got %+v, %v", about, err)
	}
	printed := f.command(t, "backup", "-").want(t, 0, "backed up 1 script").out
	if content, err := os.ReadFile(file); err != nil || printed != string(content) {
		t.Errorf("want the same on the output, got %d bytes, %v", len(printed), err)
	}
	if entries, err := os.ReadDir(filepath.Dir(file)); err != nil || len(entries) != 1 {
		t.Errorf("want nothing left beside the file, got %v, %v", entries, err)
	}

	t.Run("into an empty folder", func(t *testing.T) {
		t.Parallel()
		dir := filepath.Join(t.TempDir(), "new")
		execute(t, setting{}, "restore", file, "--dir", dir).want(t, 0, "restored 1 script", dir)
		wantScript(t, dir, "kept")
	})
	t.Run("over what was there", func(t *testing.T) {
		t.Parallel()
		dir := dataWith(t, "other")
		got := execute(t, setting{}, "restore", file, "--dir", dir).want(t, 0, "what was there is at ")
		wantScript(t, dir, "kept")
		kept := strings.TrimSpace(got.out[strings.LastIndex(got.out, " at ")+4:])
		if found, err := sqlite.Inspect(t.Context(), kept); err != nil || found.Scripts != 1 {
			t.Errorf("want what was there, got %+v, %v", found, err)
		}
	})
	t.Run("not under a server", func(t *testing.T) {
		t.Parallel()
		dir := dataWith(t, "other")
		s := openData(t, dir)
		execute(t, setting{}, "restore", file, "--dir", dir).want(t, ExitConflict, "nothing was changed", "stop the server")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		wantScript(t, dir, "other")
	})
	t.Run("not into a mistyped folder", func(t *testing.T) {
		t.Parallel()
		dir := filepath.Join(t.TempDir(), "no", "such")
		execute(t, setting{}, "restore", file, "--dir", dir).want(t, ExitFailed, "--dir")
	})
}

func TestBackup_RefusesWhatIsNoBackup(t *testing.T) {
	t.Parallel()
	dir := dataWith(t, "other")
	f := backupOf(t, dataWith(t, "kept"), 20_000)
	file := filepath.Join(files(t, map[string]string{"b": "what was there"}), "b")
	f.command(t, "backup", file).want(t, ExitFailed, "no good backup")
	if content, err := os.ReadFile(file); err != nil || string(content) != "what was there" {
		t.Errorf("want the file as it was, got %q, %v", content, err)
	}
	execute(t, setting{}, "restore", file, "--dir", dir).want(t, ExitFailed, "nothing was changed")
	wantScript(t, dir, "other")

	f = newFake(t)
	f.on("GET /backup", http.StatusNotImplemented, object{"status": 501, "code": "no_backup", "detail": "use pg_dump"})
	f.command(t, "backup", file).want(t, ExitFailed, "pg_dump")
	f.command(t, "backup", filepath.Join(file, "x")).want(t, ExitFailed, "writing the backup")
}

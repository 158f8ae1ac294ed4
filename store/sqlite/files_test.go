package sqlite

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/picloud/picloud/store"
)

// filledDir returns the directory of a closed store that has content.
func filledDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	s := openStore(t, dir)
	for range 20 {
		script := newScript(store.NewID().String())
		script.Source = strings.Repeat("package main ", 1000)
		if _, err := s.CreateScript(t.Context(), script); err != nil {
			t.Fatal(err)
		}
	}
	batch := make([]store.Execution, 100)
	for i := range batch {
		batch[i] = newExecution()
	}
	if err := s.AppendExecutions(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	return dir
}

// damages are ways to harm a database file.
var damages = map[string]func(t *testing.T, path string){
	"garbage": func(t *testing.T, path string) {
		write(t, path, []byte(strings.Repeat("garbage ", 4096)))
	},
	"header": func(t *testing.T, path string) {
		content := read(t, path)
		copy(content, "no SQLite format")
		write(t, path, content)
	},
	"truncated": func(t *testing.T, path string) {
		write(t, path, read(t, path)[:5000])
	},
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// makeForeign writes a healthy database of another program.
func makeForeign(t *testing.T, path string) {
	t.Helper()
	db, err := openPool(filepath.Dir(path), filepath.Base(path), 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), `CREATE TABLE bookmarks (url TEXT)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOpen_RefusesADamagedConfiguration(t *testing.T) {
	t.Parallel()
	all := map[string]func(t *testing.T, path string){
		"empty": func(t *testing.T, path string) { write(t, path, nil) },
		"zeroed pages": func(t *testing.T, path string) {
			content := read(t, path)
			clear(content[len(content)/2 : len(content)/2+3*4096])
			write(t, path, content)
		},
		"missing beside its journal": func(t *testing.T, path string) {
			write(t, path+"-wal", []byte("journal"))
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		},
	}
	maps.Copy(all, damages)
	for name, damage := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filledDir(t)
			path := filepath.Join(dir, configFile)
			damage(t, path)
			before, statErr := os.ReadFile(path)

			for range 2 {
				s, err := Open(t.Context(), Options{Dir: dir})
				if err == nil {
					closeStore(t, s)
				}
				if !errors.Is(err, store.ErrCorrupt) {
					t.Fatalf("got error %v", err)
				}
				for _, want := range []string{path, "restore a backup"} {
					if !strings.Contains(err.Error(), want) {
						t.Errorf("error %q does not say %q", err, want)
					}
				}
			}
			if after, err := os.ReadFile(path); !errors.Is(err, statErr) && string(after) != string(before) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestOpen_RefusesAConfigurationOfAnotherProgram(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, configFile)
	makeForeign(t, path)
	before := read(t, path)
	_, err := Open(t.Context(), Options{Dir: dir})
	if !errors.Is(err, errForeign) || !strings.Contains(err.Error(), path) {
		t.Errorf("got error %v", err)
	}
	if string(read(t, path)) != string(before) {
		t.Error("the file was changed")
	}
}

func TestOpen_SetsDamagedLogsAside(t *testing.T) {
	t.Parallel()
	all := map[string]func(t *testing.T, path string){
		"foreign": func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			makeForeign(t, path)
		},
	}
	maps.Copy(all, damages)
	for name, damage := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filledDir(t)
			path := filepath.Join(dir, logsFile)
			damage(t, path)

			logger, output := logged()
			s, err := Open(context.WithoutCancel(t.Context()), Options{Dir: dir, Logger: logger})
			if err != nil {
				t.Fatal(err)
			}
			defer closeStore(t, s)
			if list, err := s.ListScripts(t.Context(), store.ScriptQuery{Limit: 100}); err != nil || len(list) != 20 {
				t.Errorf("%d scripts, %v", len(list), err)
			}
			record := newExecution()
			if err := s.AppendExecutions(t.Context(), []store.Execution{record}); err != nil {
				t.Error(err)
			}
			if _, err := s.ExecutionByID(t.Context(), record.ID); err != nil {
				t.Error(err)
			}
			if aside, err := filepath.Glob(path + ".damaged-*"); err != nil || len(aside) == 0 {
				t.Errorf("set aside: %v, %v", aside, err)
			}
			if !strings.Contains(output.String(), "level=WARN") || !strings.Contains(output.String(), path) {
				t.Errorf("log: %s", output)
			}
		})
	}
}

func TestOpen_TakesEmptyOrMissingLogsAsNew(t *testing.T) {
	t.Parallel()
	for _, empty := range []bool{true, false} {
		dir := filledDir(t)
		path := filepath.Join(dir, logsFile)
		if empty {
			write(t, path, nil)
		} else if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		s := openStore(t, dir)
		if err := s.AppendExecutions(t.Context(), []store.Execution{newExecution()}); err != nil {
			t.Error(err)
		}
	}
}

func TestOpen_StartsOverWhenTheFirstStartWasCutShort(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		write(t, filepath.Join(dir, configFile+".new"+suffix), []byte("half"))
	}
	addScript(t, openStore(t, dir), "s")
	if left, err := filepath.Glob(filepath.Join(dir, "*.new*")); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

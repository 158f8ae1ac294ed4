package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/migrations"
	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/storetest"
)

// openStore opens the store of a directory until the test ends.
func openStore(tb testing.TB, dir string) *Store {
	tb.Helper()
	s, err := Open(context.WithoutCancel(tb.Context()), Options{Dir: dir})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { closeStore(tb, s) })
	return s
}

func closeStore(tb testing.TB, s *Store) {
	tb.Helper()
	if err := s.Close(); err != nil {
		tb.Errorf("close: %v", err)
	}
}

func newScript(name string) store.Script {
	return store.Script{ID: store.NewID(), Name: name, Source: "package main"}
}

func addScript(tb testing.TB, s *Store, name string) store.Script {
	tb.Helper()
	script, err := s.CreateScript(tb.Context(), newScript(name))
	if err != nil {
		tb.Fatal(err)
	}
	return script
}

func newRoute(script store.ID, path string) store.Route {
	return store.Route{
		ID: store.NewID(), ScriptID: script, HostKind: "any", PathKind: "exact", Path: path,
		Binding: store.Binding{HostKind: "any", PathKind: "exact", Path: path},
	}
}

func newExecution() store.Execution {
	now := time.Now().UTC().Truncate(time.Microsecond)
	return store.Execution{
		ID: store.NewID(), ScriptID: store.NewID(), ScriptName: "hello", Version: 1, Method: "GET",
		Host: "example.com", Path: "/greet/alice?lang=en", RemoteIP: "192.0.2.1",
		Status: 200, Outcome: "ok", StartedAt: now, Duration: time.Millisecond,
		Logs: []store.LogLine{{Time: now, Level: "INFO", Message: "greeting", Attrs: map[string]string{"name": "alice"}}},
	}
}

func allow([]store.Route) error { return nil }

func TestStore_KeepsTheContract(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) store.Store { return openStore(t, t.TempDir()) })
}

func TestOpen_KeepsEverythingFromOneTimeToTheNext(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new", "a b?c#d%41&e=1")
	s := openStore(t, dir)
	script := addScript(t, s, "kept")
	record := newExecution()
	if err := s.AppendExecutions(t.Context(), []store.Execution{record}); err != nil {
		t.Fatal(err)
	}
	schema := s.Schema()
	closeStore(t, s)

	s = openStore(t, dir)
	if got, err := s.ScriptByID(t.Context(), script.ID); err != nil || got != script {
		t.Errorf("got %+v, %v, want %+v", got, err, script)
	}
	if _, err := s.ExecutionByID(t.Context(), record.ID); err != nil {
		t.Error(err)
	}
	all, err := migrations.Load(migrations.SQLite)
	if err != nil {
		t.Fatal(err)
	}
	if schema != len(all) || s.Schema() != len(all) {
		t.Errorf("schema %d, then %d, want %d", schema, s.Schema(), len(all))
	}
}

func TestOpen_KeepsTheDirectoryPrivate(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no permission bits")
	}
	dir := filepath.Join(t.TempDir(), "data")
	openStore(t, dir)
	info, err := os.Stat(dir)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o700 {
		t.Errorf("mode %v", info.Mode())
	}
}

func TestOpen_SetsTheFilesUp(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir())
	for name, f := range map[string]*file{"configuration": s.configData, "logs": s.logs} {
		if n := f.write.Stats().MaxOpenConnections; n != 1 {
			t.Errorf("%s: %d writers", name, n)
		}
		if n := f.read.Stats().MaxOpenConnections; n != readers {
			t.Errorf("%s: %d readers", name, n)
		}
	}
	for _, want := range []struct {
		name   string
		db     *sql.DB
		pragma string
		value  string
	}{
		{"configuration", s.configData.write, "journal_mode", "wal"},
		{"configuration", s.configData.write, "synchronous", "2"},
		{"configuration", s.configData.write, "foreign_keys", "1"},
		{"configuration", s.configData.write, "auto_vacuum", "2"},
		{"configuration", s.configData.write, "busy_timeout", "5000"},
		{"configuration", s.configData.write, "application_id", fmt.Sprint(applicationID)},
		{"configuration", s.configData.read, "query_only", "1"},
		{"logs", s.logs.write, "journal_mode", "wal"},
		{"logs", s.logs.write, "synchronous", "1"},
		{"logs", s.logs.write, "auto_vacuum", "2"},
		{"logs", s.logs.write, "application_id", fmt.Sprint(applicationID)},
		{"logs", s.logs.read, "query_only", "1"},
	} {
		var got string
		if err := want.db.QueryRowContext(t.Context(), "PRAGMA "+want.pragma).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != want.value {
			t.Errorf("%s: %s is %s, want %s", want.name, want.pragma, got, want.value)
		}
	}
}

func TestOpen_TellsWhatStopsIt(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("not a directory"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), Options{Dir: file})
	if err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a file as directory: %v", err)
	}
	if _, err := Open(t.Context(), Options{}); err == nil {
		t.Error("no directory: no error")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	if _, err := Open(ctx, Options{Dir: dir}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	openStore(t, dir) // nothing is left locked
}

// logged returns a logger and what it has written.
func logged() (*slog.Logger, *bytes.Buffer) {
	var b bytes.Buffer
	return slog.New(slog.NewTextHandler(&b, nil)), &b
}

func TestStore_ReportsALockedFileAsUnavailable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openStore(t, dir)
	script := addScript(t, s, "s")
	other, err := openFile(dir, configFile, "FULL")
	if err != nil {
		t.Fatal(err)
	}
	tx, err := other.write.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := s.CreateScript(ctx, newScript("x")); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("got %v", err)
	}
	if _, err := s.ScriptByID(t.Context(), script.ID); err != nil {
		t.Errorf("read: %v", err)
	}
	if err := errors.Join(tx.Rollback(), other.close()); err != nil {
		t.Fatal(err)
	}
	addScript(t, s, "x")
}

func TestStore_SurvivesAFullDisk(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir())
	kept := addScript(t, s, "kept")
	route, err := s.CreateRoute(t.Context(), newRoute(kept.ID, "/kept"), allow)
	if err != nil {
		t.Fatal(err)
	}

	for _, f := range []*file{s.configData, s.logs} {
		setMaxPages(t, f, 1) // SQLite raises it to what the file has
	}
	large := newScript("large")
	large.Source = strings.Repeat("x", 1<<20)
	if _, err := s.CreateScript(t.Context(), large); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("create: %v", err)
	}
	batch := make([]store.Execution, 1000)
	for i := range batch {
		batch[i] = newExecution()
	}
	if err := s.AppendExecutions(t.Context(), batch); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("append: %v", err)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("ping: %v", err)
	}
	if got, err := s.RouteByID(t.Context(), route.ID); err != nil || got != route {
		t.Errorf("read: %+v, %v", got, err)
	}

	for _, f := range []*file{s.configData, s.logs} {
		setMaxPages(t, f, 1<<20)
	}
	if _, err := s.CreateScript(t.Context(), large); err != nil {
		t.Errorf("create with space: %v", err)
	}
	if err := s.AppendExecutions(t.Context(), batch); err != nil {
		t.Errorf("append with space: %v", err)
	}
	if got, err := s.ScriptByID(t.Context(), kept.ID); err != nil || got != kept {
		t.Errorf("kept: %+v, %v", got, err)
	}
	for _, f := range []*file{s.configData, s.logs} {
		if err := quickCheck(t.Context(), f.write); err != nil {
			t.Error(err)
		}
	}
}

func setMaxPages(t *testing.T, f *file, pages int) {
	t.Helper()
	if _, err := f.write.ExecContext(t.Context(), fmt.Sprintf(`PRAGMA max_page_count = %d`, pages)); err != nil {
		t.Fatal(err)
	}
}

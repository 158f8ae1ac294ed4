package sqlite

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/migrations"
	"github.com/picloud/picloud/store"
)

// alter runs a statement on a file of a closed store.
func alter(t *testing.T, dir, name, statement string, args ...any) {
	t.Helper()
	db, err := openPool(dir, name, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOpen_RefusesADatabaseOfANewerVersion(t *testing.T) {
	t.Parallel()
	for _, name := range []string{configFile, logsFile} {
		dir := filledDir(t)
		alter(t, dir, name, `INSERT INTO schema_migrations VALUES (99, '0099_future', 'sum', 0)`)
		_, err := Open(t.Context(), Options{Dir: dir})
		if !errors.Is(err, store.ErrTooNew) {
			t.Fatalf("%s: got error %v", name, err)
		}
		for _, want := range []string{filepath.Join(dir, name), "0099_future", "newer version"} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("error %q does not say %q", err, want)
			}
		}
		alter(t, dir, name, `DELETE FROM schema_migrations WHERE number = 99`)
		openStore(t, dir)
	}
}

func TestOpen_WorksWithWhatANewerVersionHasAdded(t *testing.T) {
	t.Parallel()
	dir := filledDir(t)
	alter(t, dir, configFile, `
		INSERT INTO schema_migrations VALUES (98, '0098_tags_additive', 'sum', 0);
		ALTER TABLE scripts ADD COLUMN tags TEXT NOT NULL DEFAULT ''`)
	alter(t, dir, logsFile, `
		INSERT INTO schema_migrations VALUES (99, '0099_cost_additive', 'sum', 0);
		ALTER TABLE execution_logs ADD COLUMN cost INTEGER NOT NULL DEFAULT 1`)
	s := openStore(t, dir)
	if s.Schema() != 99 {
		t.Errorf("schema %d, want 99", s.Schema())
	}
	if _, err := s.CreateScript(t.Context(), store.Script{ID: store.NewID(), Name: "new", Source: "package main"}); err != nil {
		t.Error(err)
	}
	record := store.Execution{ID: store.NewID(), ScriptID: store.NewID(), StartedAt: time.Now()}
	if err := s.AppendExecutions(t.Context(), []store.Execution{record}); err != nil {
		t.Error(err)
	}
}

func TestOpen_RefusesADriftedMigration(t *testing.T) {
	t.Parallel()
	for _, drift := range []string{
		`UPDATE schema_migrations SET sha256 = 'other' WHERE number = 1`,
		`UPDATE schema_migrations SET number = 2 WHERE number = 1`, // of the logs
		`UPDATE schema_migrations SET number = 0 WHERE number = 1`,
	} {
		dir := filledDir(t)
		alter(t, dir, configFile, drift)
		_, err := Open(t.Context(), Options{Dir: dir})
		if err == nil || !strings.Contains(err.Error(), "0001_scripts was applied in another form") ||
			!strings.Contains(err.Error(), filepath.Join(dir, configFile)) {
			t.Errorf("%s: got error %v", drift, err)
		}
	}
}

func TestMigrator_AppliesAllThatIsPendingOrNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f, err := openFile(dir, "test.db", "FULL")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := f.close(); err != nil {
			t.Error(err)
		}
	}()
	m := migrator{database: migrations.Logs, all: []migrations.Migration{
		{Number: 1, Name: "0001_a", Database: migrations.Logs, SQL: `CREATE TABLE a (x)`, SHA256: "1"},
	}}
	tables := func() (n int) {
		err := f.write.QueryRowContext(t.Context(), `SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name <> 'schema_migrations'`).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n, err := m.run(t.Context(), f.write); n != 1 || err != nil {
		t.Fatalf("schema %d, %v", n, err)
	}

	m.all = append(m.all,
		migrations.Migration{Number: 2, Name: "0002_b", Database: migrations.Configuration, SQL: `not for this file`, SHA256: "2"},
		migrations.Migration{Number: 3, Name: "0003_c", Database: migrations.Logs, SQL: `CREATE TABLE c (x); CREATE TABLE d (x)`, SHA256: "3"},
		migrations.Migration{Number: 4, Name: "0004_bad", Database: migrations.Logs, SQL: `CREATE TABLE e (x); CREATE TABLE a (x)`, SHA256: "4"})
	if _, err := m.run(t.Context(), f.write); err == nil || !strings.Contains(err.Error(), "0004_bad") {
		t.Errorf("got error %v", err)
	}
	if n := tables(); n != 1 {
		t.Errorf("%d tables after a failure", n)
	}
	m.all[3].SQL = `CREATE TABLE e (x)`
	for range 2 {
		if n, err := m.run(t.Context(), f.write); n != 4 || err != nil {
			t.Fatalf("schema %d, %v", n, err)
		}
		if n := tables(); n != 4 {
			t.Errorf("%d tables", n)
		}
	}
}

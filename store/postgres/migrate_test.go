package postgres

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/picloud/picloud/migrations"
	"github.com/picloud/picloud/store"
)

func TestOpen_ByManyNodesAtOnceMigratesOnce(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	all, err := migrations.Load(migrations.Postgres)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	nodes := make([]*Store, 4)
	for i := range nodes {
		group.Go(func() {
			s, err := Open(t.Context(), Options{DSN: dsn})
			if err != nil {
				t.Error(err)
				return
			}
			nodes[i] = s
		})
	}
	group.Wait()
	for _, s := range nodes {
		if s == nil {
			continue
		}
		if s.Schema() != len(all) {
			t.Errorf("schema %d, want %d", s.Schema(), len(all))
		}
		if n := value[int64](t, s, `SELECT count(*) FROM schema_migrations`); n != int64(len(all)) {
			t.Errorf("%d migrations were applied", n)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestOpen_KeepsEverythingFromOneTimeToTheNext(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	s := openStore(t, Options{DSN: dsn})
	script := addScript(t, s, "kept")
	record := appendAt(t, s, time.Now())[0]
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openStore(t, Options{DSN: dsn})
	if got, err := s.ScriptByID(t.Context(), script.ID); err != nil || got != script {
		t.Errorf("got %+v, %v, want %+v", got, err, script)
	}
	if _, err := s.ExecutionByID(t.Context(), record.ID); err != nil {
		t.Error(err)
	}
}

func TestOpen_RefusesADatabaseOfANewerVersion(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	old := openStore(t, Options{DSN: dsn}) // runs on during a rolling upgrade
	execute(t, dsn, `
		INSERT INTO schema_migrations VALUES (99, '0099_future', 'sum', 0);
		ALTER TABLE scripts ADD COLUMN future text NOT NULL DEFAULT 'x';
		ALTER TABLE execution_logs ADD COLUMN future bigint NOT NULL DEFAULT 1`)
	_, err := Open(t.Context(), Options{DSN: dsn})
	if !errors.Is(err, store.ErrTooNew) {
		t.Fatalf("got error %v", err)
	}
	for _, want := range []string{"postgres://", "0099_future", "newer version"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error %q does not say %q", err, want)
		}
	}
	available(t, old)
}

func TestOpen_WorksWithWhatANewerVersionHasAdded(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	all, err := migrations.Load(migrations.Postgres)
	if err != nil {
		t.Fatal(err)
	}
	old := openStore(t, Options{DSN: dsn}) // runs on during a rolling upgrade
	next := append(all,
		migrations.Migration{Number: len(all) + 1, Name: "0098_tags_additive", SHA256: "a", SQL: `
			ALTER TABLE scripts ADD COLUMN tags text NOT NULL DEFAULT '';
			ALTER TABLE routes ADD COLUMN note text NOT NULL DEFAULT 'x';
			CREATE TABLE tags (name text PRIMARY KEY)`},
		migrations.Migration{Number: len(all) + 2, Name: "0099_cost_additive", SHA256: "b", SQL: `
			ALTER TABLE execution_logs ADD COLUMN cost bigint NOT NULL DEFAULT 1`})
	if schema, err := migrate(t.Context(), old.pool, next); err != nil || schema != len(next) {
		t.Fatalf("schema %d, %v", schema, err)
	}
	again := openStore(t, Options{DSN: dsn})
	if again.Schema() != len(next) {
		t.Errorf("schema %d, want %d", again.Schema(), len(next))
	}
	for _, s := range []*Store{old, again} {
		available(t, s)
		if err := s.addPartitions(t.Context(), time.Now().Add(30*day)); err != nil {
			t.Error(err)
		}
	}
	// One that older versions cannot work with comes after it.
	execute(t, dsn, `INSERT INTO schema_migrations VALUES (100, '0100_other', 'sum', 0)`)
	if _, err := Open(t.Context(), Options{DSN: dsn}); !errors.Is(err, store.ErrTooNew) {
		t.Errorf("got error %v", err)
	}
}

func TestOpen_RefusesADriftedMigration(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	openStore(t, Options{DSN: dsn})
	execute(t, dsn, `UPDATE schema_migrations SET sha256 = 'other' WHERE number = 1`)
	_, err := Open(t.Context(), Options{DSN: dsn})
	if err == nil || !strings.Contains(err.Error(), "0001_scripts was applied in another form") {
		t.Errorf("got error %v", err)
	}
}

func TestOpen_OfADatabaseThatIsReadOnlyNeedsNoMigration(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	readOnly := with(dsn, "default_transaction_read_only", "on")
	if _, err := Open(t.Context(), Options{DSN: readOnly}); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("empty: got error %v", err)
	}
	openStore(t, Options{DSN: dsn})
	openStore(t, Options{DSN: readOnly})
}

func TestMigrate_AppliesAllThatIsPendingOrNothing(t *testing.T) {
	t.Parallel()
	s := openStore(t, Options{DSN: newSchema(t)})
	all, err := migrations.Load(migrations.Postgres)
	if err != nil {
		t.Fatal(err)
	}
	known := len(all)
	all = append(all,
		migrations.Migration{Number: known + 1, Name: "a", SQL: `CREATE TABLE a (x int); CREATE TABLE b (x int)`, SHA256: "a"},
		migrations.Migration{Number: known + 2, Name: "bad", SQL: `CREATE TABLE c (x int); CREATE TABLE a (x int)`, SHA256: "b"})
	if _, err := migrate(t.Context(), s.pool, all); err == nil || !strings.Contains(err.Error(), "migration bad") {
		t.Errorf("got error %v", err)
	}
	left := `SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname IN ('a', 'b', 'c')`
	if n := value[int64](t, s, left); n != 0 {
		t.Errorf("%d tables are left of a failure", n)
	}
	all[known+1].SQL = `CREATE TABLE c (x int)`
	for range 2 {
		if n, err := migrate(t.Context(), s.pool, all); n != known+2 || err != nil {
			t.Errorf("schema %d, %v", n, err)
		}
	}
	if n := value[int64](t, s, left); n != 3 {
		t.Errorf("%d tables", n)
	}
}

// stranger returns the name of a user who may look at a schema and nothing else.
func stranger(t *testing.T, dsn string) string {
	t.Helper()
	name := "u" + strings.ReplaceAll(store.NewID().String(), "-", "")
	execute(t, dsn, `
		DO $$ BEGIN
			CREATE ROLE `+name+` LOGIN;
			EXECUTE 'GRANT USAGE ON SCHEMA ' || current_schema() || ' TO `+name+`';
		END $$`)
	t.Cleanup(func() { execute(t, dsn, `DROP OWNED BY `+name+`; DROP ROLE `+name) })
	return name
}

func TestOpen_TellsWhatStopsIt(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, test := range map[string]struct {
		ctx         context.Context
		dsn, listen string
		unavailable bool
		want        []string
	}{
		"no such database": {dsn: with(dsn, "dbname", "nowhere"), want: []string{"nowhere", "does not exist"}},
		"no such user":     {dsn: with(dsn, "user", "nobody-knows"), want: []string{"nobody-knows"}},
		"no such schema":   {dsn: with(dsn, "search_path", "missing"), want: []string{"schema"}},
		"no server":        {dsn: "postgres://alice:hunter2@127.0.0.1:1/x", unavailable: true, want: []string{"alice@127.0.0.1:1/x"}},
		"no right":         {dsn: with(dsn, "user", stranger(t, dsn)), want: []string{"CREATE on the schema"}},
		"no listener":      {dsn: dsn, listen: "postgres://a:hunter2@h:x/y", want: []string{"listen"}},
		"cancelled":        {ctx: cancelled, dsn: dsn, want: []string{"context canceled"}},
	} {
		ctx := test.ctx
		if ctx == nil {
			ctx = t.Context()
		}
		_, err := Open(ctx, Options{DSN: test.dsn, ListenDSN: test.listen})
		if err == nil || errors.Is(err, store.ErrUnavailable) != test.unavailable {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the error shows the password: %v", name, err)
		}
		if !slices.ContainsFunc(test.want, func(want string) bool { return strings.Contains(err.Error(), want) }) {
			t.Errorf("%s: %v does not say %v", name, err, test.want)
		}
	}
}

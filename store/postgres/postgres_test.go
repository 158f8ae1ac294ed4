package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/storetest"
)

// testDSN returns the DSN of a server for tests, whose user may create schemas
// and databases. A test that needs one is skipped without it.
func testDSN(tb testing.TB) string {
	tb.Helper()
	dsn := os.Getenv("PICLOUD_TEST_POSTGRES")
	if dsn == "" {
		tb.Skip("PICLOUD_TEST_POSTGRES names no PostgreSQL: .ci/postgres starts one")
	}
	return dsn
}

// with adds settings to a DSN, in turn names and values.
func with(dsn string, settings ...string) string {
	u, err := url.Parse(dsn)
	isURL := err == nil && u.Scheme != ""
	for i := 0; i < len(settings); i += 2 {
		if !isURL {
			dsn += fmt.Sprintf(" %s='%s'", settings[i], settings[i+1])
			continue
		}
		query := u.Query()
		query.Set(settings[i], settings[i+1])
		u.RawQuery = query.Encode()
	}
	if isURL {
		return u.String()
	}
	return dsn
}

// newSchema returns the DSN of an empty schema that lasts as long as the test.
func newSchema(tb testing.TB) string {
	tb.Helper()
	dsn := testDSN(tb)
	name := "t" + strings.ReplaceAll(store.NewID().String(), "-", "")
	execute(tb, dsn, `CREATE SCHEMA `+name)
	tb.Cleanup(func() { execute(tb, dsn, `DROP SCHEMA `+name+` CASCADE`) })
	return with(dsn, "search_path", name)
}

// execute runs a statement on a connection of its own.
func execute(tb testing.TB, dsn, statement string) {
	tb.Helper()
	ctx := context.WithoutCancel(tb.Context())
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		tb.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		tb.Fatalf("%s: %v", statement, err)
	}
}

// value returns the one value that a query has.
func value[T any](tb testing.TB, s *Store, query string, args ...any) T {
	tb.Helper()
	var v T
	if err := s.pool.QueryRow(tb.Context(), query, args...).Scan(&v); err != nil {
		tb.Fatalf("%s: %v", query, err)
	}
	return v
}

// openStore opens a store until the test ends. On a busy machine the server may
// take longer than a test's Timeout allows.
func openStore(tb testing.TB, o Options) *Store {
	tb.Helper()
	if o.Logger == nil {
		o.Logger = slog.New(slog.NewTextHandler(tb.Output(), &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	var s *Store
	eventually(tb, "the store opens", func() bool {
		var err error
		s, err = Open(context.WithoutCancel(tb.Context()), o)
		if err != nil && !errors.Is(err, store.ErrUnavailable) {
			tb.Fatal(err)
		}
		return err == nil
	})
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Errorf("close: %v", err)
		}
	})
	return s
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

// newExecution returns a record of an execution that started at a time.
func newExecution(start time.Time) store.Execution {
	start = start.UTC().Truncate(time.Microsecond)
	return store.Execution{
		ID: store.NewIDAt(start), ScriptID: store.NewID(), ScriptName: "hello", Version: 1, Method: "GET",
		Host: "example.com", Path: "/greet/alice?lang=en", RemoteIP: "192.0.2.1",
		Status: 200, Outcome: "ok", StartedAt: start, Duration: time.Millisecond,
		Logs: []store.LogLine{{Time: start, Level: "INFO", Message: "greeting", Attrs: map[string]string{"name": "alice"}}},
	}
}

func TestStore_KeepsTheContract(t *testing.T) {
	t.Parallel()
	testDSN(t)
	storetest.Run(t, func(t *testing.T) store.Store { return openStore(t, Options{DSN: newSchema(t)}) })
}

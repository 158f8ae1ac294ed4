package picloud

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/caddyserver/caddy/v2"
	"github.com/caddyserver/caddy/v2/caddyconfig/caddyfile"
	"github.com/jackc/pgx/v5"

	"github.com/picloud/picloud/store"
)

func TestPostgresStore_IsReadFromACaddyfile(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]PostgresStore{
		`postgres {env.DATABASE_URL}`: {DSN: "{env.DATABASE_URL}"},
		"postgres \"host=/run user=a\" {\n\tlisten postgres://direct/db\n}": {
			DSN: "host=/run user=a", ListenDSN: "postgres://direct/db",
		},
	} {
		var got PostgresStore
		if err := got.UnmarshalCaddyfile(caddyfile.NewTestDispenser(source)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v", source, got, err)
		}
	}
	for _, source := range []string{
		`postgres`,
		`postgres a b`,
		"postgres a {\n\tlisten\n}",
		"postgres a {\n\tlisten b\n\tlisten c\n}",
		"postgres a {\n\tother\n}",
	} {
		if err := new(PostgresStore).UnmarshalCaddyfile(caddyfile.NewTestDispenser(source)); err == nil {
			t.Errorf("%s: no error", source)
		}
	}
}

func TestPostgresStore_TakesItsDSNFromTheEnvironment(t *testing.T) {
	t.Setenv("TEST_DATABASE_URL", "postgres://alice:hunter2@db.example.com:5433/picloud")
	first := PostgresStore{DSN: "{env.TEST_DATABASE_URL}"}
	if err := first.Provision(caddy.Context{}); err != nil {
		t.Fatal(err)
	}
	if id := first.Identity(); !strings.HasPrefix(id, "postgres://alice@db.example.com:5433/picloud#") || strings.Contains(id, "hunter2") {
		t.Errorf("identity %q", id)
	}
	same := PostgresStore{DSN: "postgres://alice:hunter2@db.example.com:5433/picloud"}
	if err := same.Provision(caddy.Context{}); err != nil || same.Identity() != first.Identity() {
		t.Errorf("the same DSN is %q, %v", same.Identity(), err)
	}
	for name, other := range map[string]PostgresStore{
		"password": {DSN: "postgres://alice:hunter3@db.example.com:5433/picloud"},
		"listener": {DSN: same.DSN, ListenDSN: "postgres://alice:hunter2@other/picloud"},
	} {
		if err := other.Provision(caddy.Context{}); err != nil || other.Identity() == first.Identity() {
			t.Errorf("another %s has the same identity, %v", name, err)
		}
	}
}

func TestPostgresStore_RefusesADSNWithoutShowingIt(t *testing.T) {
	t.Setenv("TEST_DATABASE_URL", "postgres://alice:hun/ter2@db.example.com/picloud")
	for dsn, want := range map[string]string{
		"":                               "no DSN",
		"{env.TEST_UNSET_DATABASE_URL}":  "TEST_UNSET_DATABASE_URL",
		"{env.TEST_DATABASE_URL}":        "percent-encoded",
		"host=db password='hunter2 user": "cannot be read",
	} {
		stores := []*PostgresStore{{DSN: dsn}}
		if dsn != "" { // what listens is optional
			stores = append(stores, &PostgresStore{DSN: "host=db", ListenDSN: dsn})
		}
		for _, p := range stores {
			err := p.Provision(caddy.Context{})
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%+q: got %v, want %q", dsn, err, want)
			}
			if err != nil && (strings.Contains(err.Error(), "hun") || strings.Contains(err.Error(), "ter2")) {
				t.Errorf("%+q: the error shows the password: %v", dsn, err)
			}
		}
	}
}

func TestPostgresStore_OutOfReachFailsNoConfig(t *testing.T) {
	s := startServer(t, map[string]any{
		"store": map[string]any{"driver": "postgres", "dsn": fmt.Sprintf("postgres://a@127.0.0.1:%d/b", freePort(t))},
	}, nil)
	if r := s.do("GET", "/hello", nil); r.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("status %d", r.StatusCode)
	}
}

func TestPostgresStore_ServesScripts(t *testing.T) {
	dsn := os.Getenv("PICLOUD_TEST_POSTGRES")
	if dsn == "" {
		t.Skip("PICLOUD_TEST_POSTGRES names no PostgreSQL: .ci/postgres starts one")
	}
	t.Setenv("TEST_DATABASE_URL", postgresSchema(t, dsn))
	s := startServer(t, map[string]any{"store": map[string]any{"driver": "postgres", "dsn": "{env.TEST_DATABASE_URL}"}}, nil)
	s.route(s.script("hello", `return "hello", nil`, nil), map[string]any{"path": "/hello"})
	if r := s.do("GET", "/hello", nil); r.StatusCode != http.StatusOK {
		t.Errorf("status %d: %s", r.StatusCode, readBody(t, r))
	}
	eventually(t, "the execution is on record", func() bool { return s.executions() == 1 })
	status, answer := s.admin("GET", "/config", nil)
	text, err := json.Marshal(answer)
	if status != http.StatusOK || err != nil || !strings.Contains(string(text), `"postgres"`) {
		t.Errorf("config: %d %s %v", status, text, err)
	}
}

// A database that took over without the last changes has other sources by the
// same versions, which workers must not answer with.
func TestPostgresStore_ServesWhatTheDatabaseHasThatTookOver(t *testing.T) {
	dsn := os.Getenv("PICLOUD_TEST_POSTGRES")
	if dsn == "" {
		t.Skip("PICLOUD_TEST_POSTGRES names no PostgreSQL: .ci/postgres starts one")
	}
	dsn = withSetting(postgresSchema(t, dsn), "application_name", store.NewID().String())
	t.Setenv("TEST_DATABASE_URL", dsn)
	s := startServer(t, map[string]any{"store": map[string]any{"driver": "postgres", "dsn": "{env.TEST_DATABASE_URL}"}}, nil)
	s.route(s.script("hello", `return "lost", nil`, nil), map[string]any{"path": "/hello"})
	if body := readBody(t, s.do("GET", "/hello", nil)); body != "lost" {
		t.Fatalf("body %q", body)
	}
	db, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(context.Background())
	if _, err := db.Exec(t.Context(), `UPDATE script_versions SET source = replace(source, 'lost', 'kept')`); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it answers with what the database has", func() bool {
		_, err := db.Exec(t.Context(), `
			SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE pid <> pg_backend_pid() AND application_name = current_setting('application_name')`)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond) // a connection that has just begun to listen is none that is lost
		return readBody(t, s.do("GET", "/hello", nil)) == "kept"
	})
}

// postgresSchema returns the DSN of an empty schema of a database, which lasts
// as long as the test.
func postgresSchema(t testing.TB, dsn string) string {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	name := "t" + strings.ReplaceAll(store.NewID().String(), "-", "")
	if _, err := conn.Exec(ctx, "CREATE SCHEMA "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := conn.Exec(ctx, "DROP SCHEMA "+name+" CASCADE"); err != nil {
			t.Error(err)
		}
		_ = conn.Close(ctx)
	})
	return withSetting(dsn, "search_path", name)
}

// withSetting adds a setting to a DSN.
func withSetting(dsn, name, value string) string {
	if u, err := url.Parse(dsn); err == nil && u.Scheme != "" {
		query := u.Query()
		query.Set(name, value)
		u.RawQuery = query.Encode()
		return u.String()
	}
	return dsn + " " + name + "=" + value
}

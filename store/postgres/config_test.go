package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/picloud/picloud/store"
)

func TestTarget_NamesNoPassword(t *testing.T) {
	t.Parallel()
	for dsn, want := range map[string]string{
		"postgres://alice:hunter2@db.example.com:5433/picloud":                 "postgres://alice@db.example.com:5433/picloud",
		"postgresql://alice:hunter%2F2@[::1]/picloud?sslmode=disable":          "postgres://alice@[::1]:5432/picloud",
		"host=/run/postgresql user=alice password='hunter 2' dbname=picloud":   "postgres://alice@/run/postgresql/picloud",
		"postgres://alice:hunter2@a,b:6000/picloud?target_session_attrs=any":   "postgres://alice@a:5432/picloud",
		"postgres://alice@db/picloud?password=hunter2&application_name=test-1": "postgres://alice@db:5432/picloud",
	} {
		got, err := Target(dsn)
		if err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", dsn, got, err, want)
		}
	}
}

func TestTarget_RefusesABadDSNWithoutShowingIt(t *testing.T) {
	t.Parallel()
	for dsn, want := range map[string]string{
		"":                                      "no DSN is given",
		" \n":                                   "no DSN is given",
		"hunter2":                               "keywords like",
		"postgres://alice:hunter2@db:port/x":    "port",
		"postgres://alice:hunter2@db:99999/x":   "port",
		"postgres://alice:hun/ter2@db/x":        "percent-encoded",
		"postgres://alice:hunter2%@db/x":        "percent-encoded",
		"host=db password=hunter2 x":            "keywords like",
		"host=db password='hunter2":             "keywords like",
		"postgres://a:hunter2@db/x?sslmode=bad": "sslmode",
		"postgres://a:hunter2@db/x?connect_timeout=hunter2":                      "connect_timeout",
		"postgres://a:hunter2@db/x?target_session_attrs=hunter2":                 "target_session_attrs",
		"postgres://a:hunter2@db/x?pool_max_conns=hunter2":                       "cannot be read",
		"postgres://a:hunter2@db/x?pool_max_conn_lifetime=hunter2":               "cannot be read",
		"postgres://a:hunter2@db/x?sslmode=verify-full&sslrootcert=/no/such.pem": "/no/such.pem",
		"host=a,b port=1,2,3 password=hunter2":                                   "ports",
	} {
		_, err := Target(dsn)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", dsn, err, want)
			continue
		}
		for _, part := range []string{"hun", "ter2", "alice"} {
			if strings.Contains(err.Error(), part) {
				t.Errorf("%q: the error shows %q: %v", dsn, part, err)
			}
		}
	}
}

func FuzzParseDSN_ShowsNoPassword(f *testing.F) {
	f.Add("postgres://user:", "@host:5432/db")
	f.Add("host=h password='", "' user=u")
	f.Add("postgres://", ":@/?%")
	f.Fuzz(func(t *testing.T, before, after string) {
		const password = "Zq7Xw9Kv"
		if strings.Contains(before, "sslrootcert") || strings.Contains(before, "file") || strings.Contains(before, "key") || strings.Contains(before, "cert") || strings.Contains(before, "service") {
			t.Skip("a file's name is shown")
		}
		if _, err := parseDSN(before + password + after); err != nil && strings.Contains(err.Error(), password) {
			t.Errorf("%q: %v", before+password+after, err)
		}
	})
}

func TestParseDSN_KeepsWhatItSays(t *testing.T) {
	t.Parallel()
	config, err := parseDSN("postgres://a@b/c")
	if err != nil {
		t.Fatal(err)
	}
	if config.MaxConns != defaultConns || config.ConnConfig.ConnectTimeout != connectTimeout || config.ConnConfig.RuntimeParams["application_name"] != "picloud" {
		t.Errorf("defaults: %d connections, %v, %v", config.MaxConns, config.ConnConfig.ConnectTimeout, config.ConnConfig.RuntimeParams)
	}
	config, err = parseDSN("postgres://a@b/c?pool_max_conns=3&connect_timeout=7&application_name=me")
	if err != nil {
		t.Fatal(err)
	}
	if config.MaxConns != 3 || config.ConnConfig.ConnectTimeout != 7*time.Second || config.ConnConfig.RuntimeParams["application_name"] != "me" {
		t.Errorf("given: %d connections, %v, %v", config.MaxConns, config.ConnConfig.ConnectTimeout, config.ConnConfig.RuntimeParams)
	}
}

func TestClassify_MakesErrorsOfThePackageStore(t *testing.T) {
	t.Parallel()
	code := func(code string) error { return &pgconn.PgError{Code: code} }
	reset := &net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
	silent := &net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ETIMEDOUT)}
	other := errors.New("other")
	for _, test := range []struct {
		err, want        error
		again, committed bool // run again: before the commit, and when it fails
	}{
		{code("23505"), store.ErrConflict, false, false},
		{code("23503"), store.ErrNotFound, false, false},
		{code("40001"), store.ErrUnavailable, true, true},
		{code("40P01"), store.ErrUnavailable, true, true},
		{code("25006"), store.ErrUnavailable, false, false},
		{code("25P03"), store.ErrUnavailable, true, false},
		{code("53100"), store.ErrUnavailable, false, false},
		{code("53300"), store.ErrUnavailable, false, false},
		{code("55P03"), store.ErrUnavailable, false, false},
		{code("57014"), store.ErrUnavailable, false, false},
		{code("57P01"), store.ErrUnavailable, true, false},
		{code("57P03"), store.ErrUnavailable, true, false},
		{code("58030"), store.ErrUnavailable, false, false},
		{code("08006"), store.ErrUnavailable, true, false},
		{code("08P01"), store.ErrUnavailable, false, false},
		{code("XX001"), store.ErrCorrupt, false, false},
		{code("42P01"), nil, false, false},
		{code("22021"), nil, false, false},
		{io.ErrUnexpectedEOF, store.ErrUnavailable, true, false},
		{reset, store.ErrUnavailable, true, false},
		{silent, store.ErrUnavailable, false, false},
		{new(pgconn.ConnectError), store.ErrUnavailable, false, false},
		{context.DeadlineExceeded, store.ErrUnavailable, false, false},
		{context.Canceled, context.Canceled, false, false},
		{store.ErrStale, store.ErrStale, false, false},
		{other, other, false, false},
	} {
		wrapped := test.err
		if !refused(test.err) { // an empty one has no text
			wrapped = fmt.Errorf("script: %w", test.err)
		}
		got := classify(wrapped)
		if test.want != nil && !errors.Is(got, test.want) || !errors.Is(got, test.err) {
			t.Errorf("%#v: got %#v, want %v", test.err, got, test.want)
		}
		for _, sentinel := range []error{store.ErrConflict, store.ErrNotFound, store.ErrUnavailable, store.ErrCorrupt} {
			if errors.Is(got, sentinel) && !errors.Is(test.want, sentinel) {
				t.Errorf("%#v is %v too", test.err, sentinel)
			}
		}
		if again, committed := retryable(wrapped, false), retryable(wrapped, true); again != test.again || committed != test.committed {
			t.Errorf("%#v: run again is %v, after a commit %v", test.err, again, committed)
		}
	}
}

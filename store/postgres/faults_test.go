package postgres

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/internal/sqlstore"
)

// eventually waits until condition holds. How long that takes does not matter,
// within reason.
func eventually(tb testing.TB, what string, condition func() bool) {
	tb.Helper()
	for deadline := time.Now().Add(time.Minute); !condition(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			tb.Fatalf("never: %s", what)
		}
	}
}

// unavailable checks that every kind of call fails with ErrUnavailable, and
// within the time.
func unavailable(t *testing.T, s *Store, patience time.Duration) {
	t.Helper()
	for name, call := range map[string]func() error{
		"write":  func() error { _, err := s.CreateScript(t.Context(), newScript("x")); return err },
		"read":   func() error { _, err := s.ListScripts(t.Context(), store.ScriptQuery{Limit: 1}); return err },
		"view":   func() error { _, err := s.Snapshot(t.Context()); return err },
		"append": func() error { return s.AppendExecutions(t.Context(), []store.Execution{newExecution(time.Now())}) },
		"delete": func() error {
			_, err := s.DeleteExecutions(t.Context(), store.ExecutionAge{Before: time.Now()}, 10)
			return err
		},
		"ping": func() error { return s.Ping(t.Context()) },
	} {
		start := time.Now()
		err := call()
		if !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("%s: got error %v", name, err)
		}
		if took := time.Since(start); took > patience {
			t.Errorf("%s: it took %v", name, took)
		}
	}
}

// available checks that every kind of call works, at once.
func available(t *testing.T, s *Store) {
	t.Helper()
	script, err := s.CreateScript(t.Context(), newScript(store.NewID().String()))
	if err != nil {
		t.Errorf("write: %v", err)
	}
	if got, err := s.ScriptByID(t.Context(), script.ID); err != nil || got != script {
		t.Errorf("read: %+v, %v", got, err)
	}
	if _, err := s.Snapshot(t.Context()); err != nil {
		t.Errorf("view: %v", err)
	}
	if err := s.AppendExecutions(t.Context(), []store.Execution{newExecution(time.Now())}); err != nil {
		t.Errorf("append: %v", err)
	}
	if _, err := s.DeleteExecutions(t.Context(), store.ExecutionAge{Before: time.Now().Add(-time.Hour)}, 10); err != nil {
		t.Errorf("delete: %v", err)
	}
}

func TestStore_ServerThatIsDownIsUnavailableUntilItIsBack(t *testing.T) {
	t.Parallel()
	p, dsn := newProxy(t, newSchema(t))
	s := openStore(t, Options{DSN: dsn})
	available(t, s)
	p.setDown(true)
	unavailable(t, s, 2*time.Second)
	p.setDown(false)
	available(t, s)
}

// bothHosts returns a DSN with the hosts of two, and what else the first one
// says.
func bothHosts(t *testing.T, first, second string) string {
	t.Helper()
	var hosts []string
	for _, dsn := range []string{first, second} {
		u, err := url.Parse(dsn)
		if err != nil {
			t.Fatal(err)
		}
		hosts = append(hosts, u.Host)
	}
	return strings.Replace(first, hosts[0], hosts[0]+","+hosts[1], 1)
}

// A machine that is gone answers nothing, and does not refuse either.
func TestStore_GoesPastAHostThatAnswersNothing(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	gone, first := newProxy(t, dsn)
	_, second := newProxy(t, dsn)
	gone.freeze()
	application := store.NewID().String()
	both := bothHosts(t, first, second)
	s := openStore(t, Options{DSN: both, ListenDSN: with(both, "application_name", application)})
	changes := follow(t, s)
	available(t, s)
	arrives(t, changes, revisionOf(t, s))
	eventually(t, "it listens", func() bool { return listening(t, s, application) == 1 })
}

func TestStore_GoesToTheNextHostOfItsDSN(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	first, a := newProxy(t, dsn)
	second, b := newProxy(t, dsn)
	s := openStore(t, Options{DSN: bothHosts(t, a, b)})
	changes := follow(t, s)
	for range 2 {
		first.setDown(true)
		available(t, s)
		arrives(t, changes, revisionOf(t, s))
		first.setDown(false)
		second.setDown(true)
		available(t, s)
		arrives(t, changes, revisionOf(t, s))
		second.setDown(false)
	}
}

func TestStore_FrozenServerIsUnavailableSoon(t *testing.T) {
	t.Parallel()
	p, dsn := newProxy(t, newSchema(t))
	s := openStore(t, Options{DSN: dsn, Timeout: 300 * time.Millisecond})
	available(t, s)
	p.freeze()
	unavailable(t, s, 5*time.Second)
	p.thaw()
	eventually(t, "it works again", func() bool { return s.Ping(t.Context()) == nil })
	available(t, s)
}

func TestStore_ClosesSoonThoughItsServerIsFrozen(t *testing.T) {
	t.Parallel()
	p, dsn := newProxy(t, newSchema(t))
	s := openStore(t, Options{DSN: dsn, Timeout: 300 * time.Millisecond})
	available(t, s)
	p.freeze()
	unavailable(t, s, 5*time.Second)
	began := time.Now()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("closing took %v", took)
	}
}

func TestStore_LostConnectionsFailNobody(t *testing.T) {
	t.Parallel()
	dsn := with(newSchema(t), "application_name", store.NewID().String())
	p, proxied := newProxy(t, dsn)
	for name, test := range map[string]struct {
		dsn string
		end func(s *Store)
	}{
		"cut": {proxied, func(*Store) { p.cut() }},
		"terminated": {dsn, func(s *Store) {
			execute(t, testDSN(t), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '`+
				value[string](t, s, `SELECT current_setting('application_name')`)+`'`)
		}},
	} {
		s := openStore(t, Options{DSN: test.dsn})
		for range 5 {
			available(t, s)
			test.end(s)
		}
		available(t, s)
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

// Connections that a firewall has forgotten look alive until something is sent.
func TestStore_HalfOpenConnectionsFailNobody(t *testing.T) {
	t.Parallel()
	p, dsn := newProxy(t, newSchema(t))
	s := openStore(t, Options{DSN: dsn})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := s.pool.Exec(t.Context(), `SELECT pg_sleep(0.1)`); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	changes := follow(t, s)
	arrives(t, changes, revisionOf(t, s))
	p.strand()
	available(t, s)
	arrives(t, changes, addScript(t, s, "s").Revision)
}

// A connection that ends within a transaction: it is run again when it cannot
// have been committed.
func TestStore_RunsAChangeAgainWhoseConnectionEnded(t *testing.T) {
	t.Parallel()
	p, dsn := newProxy(t, newSchema(t))
	s := openStore(t, Options{DSN: dsn})
	script := addScript(t, s, "s")
	runs := 0
	route := store.Route{ID: store.NewID(), ScriptID: script.ID, PathKind: "exact", Path: "/a"}
	_, err := s.CreateRoute(t.Context(), route, func([]store.Route) error {
		if runs++; runs == 1 {
			p.cut()
		}
		return nil
	})
	if err != nil || runs != 2 {
		t.Errorf("%d runs, %v", runs, err)
	}
	list, err := s.ListRoutes(t.Context(), store.RouteQuery{Limit: 10})
	if err != nil || len(list) != 1 {
		t.Errorf("routes: %v, %v", list, err)
	}
}

func TestStore_RunsAChangeAgainAfterADeadlock(t *testing.T) {
	t.Parallel()
	s := openStore(t, Options{DSN: newSchema(t)})
	execute(t, s.pool.Config().ConnString(), `
		CREATE SEQUENCE tries;
		CREATE FUNCTION fail_twice() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN
			IF nextval('tries') <= 2 THEN RAISE EXCEPTION 'too bad' USING ERRCODE = '40P01'; END IF;
			RETURN NEW;
		END $$;
		CREATE TRIGGER fail BEFORE INSERT ON scripts FOR EACH ROW EXECUTE FUNCTION fail_twice()`)
	addScript(t, s, "s")
	if runs := value[int64](t, s, `SELECT last_value FROM tries`); runs != 3 {
		t.Errorf("%d runs", runs)
	}
}

func TestStore_ReadOnlyServerIsUnavailableForWrites(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	script := addScript(t, openStore(t, Options{DSN: dsn}), "s")
	s := openStore(t, Options{DSN: with(dsn, "default_transaction_read_only", "on")})
	if _, err := s.CreateScript(t.Context(), newScript("x")); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("write: %v", err)
	}
	if err := s.AppendExecutions(t.Context(), []store.Execution{newExecution(time.Now())}); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("append: %v", err)
	}
	if got, err := s.ScriptByID(t.Context(), script.ID); err != nil || got != script {
		t.Errorf("read: %+v, %v", got, err)
	}
}

func TestStore_StatementThatTheServerCancelsIsUnavailable(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	openStore(t, Options{DSN: dsn}) // makes the tables
	s := openStore(t, Options{DSN: with(dsn, "statement_timeout", "50ms")})
	_, err := s.pool.Exec(t.Context(), `SELECT pg_sleep(60)`)
	if err = explain(t.Context(), err); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("got %v", err)
	}
}

// A node that dies within a change gives the lock back after a while, though
// nobody tells the server that it is gone.
func TestStore_ChangeThatStandsStillEnds(t *testing.T) {
	t.Parallel()
	s := openStore(t, Options{DSN: newSchema(t)})
	tx, err := s.pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := tx.Rollback(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	if _, err := tx.Exec(t.Context(), `UPDATE revisions SET revision = revision + 1`); err != nil {
		t.Fatal(err)
	}
	var limit string
	if err := tx.QueryRow(t.Context(), `SHOW idle_in_transaction_session_timeout`).Scan(&limit); err != nil || limit != "10s" {
		t.Errorf("limit %s, %v", limit, err)
	}
}

func TestStore_ConflictingCreatesOnTwoNodesSucceedOnce(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	nodes := []*Store{openStore(t, Options{DSN: dsn}), openStore(t, Options{DSN: dsn})}
	script := addScript(t, nodes[0], "s")
	errTaken := errors.New("taken")
	for round := range 5 {
		var won atomic.Int64
		var group sync.WaitGroup
		for i := range 20 {
			group.Go(func() {
				path := fmt.Sprintf("/:p%d", i) // the bindings differ: only the check sees that they conflict
				_, err := nodes[i%2].CreateRoute(t.Context(), store.Route{
					ID: store.NewID(), ScriptID: script.ID,
					Binding: store.Binding{Host: fmt.Sprint(round), Path: path},
				}, func(others []store.Route) error {
					if len(others) > 0 {
						return errTaken
					}
					return nil
				})
				switch {
				case err == nil:
					won.Add(1)
				case !errors.Is(err, errTaken):
					t.Error(err)
				}
			})
		}
		group.Wait()
		if n := won.Load(); n != 1 {
			t.Errorf("round %d: %d creates succeeded", round, n)
		}
	}
}

// Much to read may take longer than a statement may, as long as it arrives.
func TestTogether_WaitsForEachRowAnew(t *testing.T) {
	t.Parallel()
	s := openStore(t, Options{DSN: newSchema(t), Timeout: time.Second})
	const n = 8
	rows := 0
	err := s.together(t.Context(), []sqlstore.Reading{{
		Query: fmt.Sprintf(`SELECT repeat('x', 1000000) FROM generate_series(1, %d)`, n),
		Take: func(r sqlstore.Rows) error {
			for rows = 0; r.Next(); rows++ {
				time.Sleep(200 * time.Millisecond) // as a slow line does
			}
			return nil
		},
	}})
	if err != nil || rows != n {
		t.Errorf("%d rows of %d, %v", rows, n, err)
	}
}

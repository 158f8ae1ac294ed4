package postgres

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

// follow returns the changes that a store tells of until the test ends.
func follow(t *testing.T, s *Store) <-chan int64 {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	t.Cleanup(cancel)
	return s.Revisions(ctx)
}

// arrives waits until a channel tells of a revision.
func arrives(t *testing.T, changes <-chan int64, revision int64) {
	t.Helper()
	timeout := time.After(time.Minute)
	for {
		select {
		case got := <-changes:
			if got == revision {
				return
			}
			if got > revision {
				t.Fatalf("got revision %d, want %d", got, revision)
			}
		case <-timeout:
			t.Fatalf("revision %d never arrives", revision)
		}
	}
}

func revisionOf(t *testing.T, s *Store) int64 {
	t.Helper()
	revision, err := s.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return revision
}

// listening returns how many connections of a database's user listen by that
// application's name.
func listening(t *testing.T, s *Store, application string) int64 {
	t.Helper()
	return value[int64](t, s, `
		SELECT count(*) FROM pg_stat_activity WHERE application_name = $1 AND query LIKE 'LISTEN%' OR application_name = $1 AND query = 'SELECT 1'`, application)
}

func TestRevisions_ReachEveryNode(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	var nodes []*Store
	var changes []<-chan int64
	for i := range 3 {
		s := openStore(t, Options{DSN: with(dsn, "application_name", fmt.Sprint(store.NewID(), i))})
		nodes = append(nodes, s)
		changes = append(changes, follow(t, s))
	}
	start := revisionOf(t, nodes[0])
	for i := range nodes {
		arrives(t, changes[i], start)
	}
	var delays []time.Duration
	for i := range 30 {
		addScript(t, nodes[i%3], fmt.Sprint("s", i))
		committed := time.Now()
		for _, c := range changes {
			arrives(t, c, start+int64(i)+1)
			delays = append(delays, time.Since(committed))
		}
	}
	slices.Sort(delays)
	t.Logf("30 changes on 3 nodes: p50 %v, p99 %v, at most %v", delays[len(delays)/2], delays[len(delays)*99/100], delays[len(delays)-1])
}

func TestRevisions_OfOtherSchemasAreNone(t *testing.T) {
	t.Parallel()
	s, other := openStore(t, Options{DSN: newSchema(t)}), openStore(t, Options{DSN: newSchema(t)})
	changes := follow(t, s)
	arrives(t, changes, revisionOf(t, s))
	addScript(t, other, "s")
	script := addScript(t, s, "s")
	arrives(t, changes, script.Revision)
	select {
	case got := <-changes:
		t.Errorf("got revision %d", got)
	default:
	}
}

func TestRevisions_SurviveALostListener(t *testing.T) {
	t.Parallel()
	application := store.NewID().String()
	dsn := newSchema(t)
	s := openStore(t, Options{DSN: dsn, ListenDSN: with(dsn, "application_name", application)})
	changes := follow(t, s)
	for i := range 5 {
		eventually(t, "it listens", func() bool { return listening(t, s, application) == 1 })
		pid := value[int64](t, s, `SELECT pid FROM pg_stat_activity WHERE application_name = $1`, application)
		if !value[bool](t, s, `SELECT pg_terminate_backend($1::int)`, pid) {
			t.Fatal("not terminated")
		}
		script := addScript(t, s, fmt.Sprint("s", i))
		arrives(t, changes, script.Revision)
		eventually(t, "another one listens", func() bool {
			return value[int64](t, s, `SELECT count(*) FROM pg_stat_activity WHERE application_name = $1 AND pid <> $2::int`, application, pid) == 1
		})
	}
}

// A standby that took over may have other changes by the same revisions.
func TestRevisions_AreToldAgainWhenTheServerMayBeAnotherOne(t *testing.T) {
	t.Parallel()
	application := store.NewID().String()
	dsn := newSchema(t)
	s := openStore(t, Options{DSN: dsn, ListenDSN: with(dsn, "application_name", application)})
	changes := follow(t, s)
	revision := revisionOf(t, s)
	arrives(t, changes, revision)
	for range 3 {
		eventually(t, "it listens", func() bool { return listening(t, s, application) == 1 })
		select {
		case got := <-changes:
			t.Fatalf("got revision %d again from the same server", got)
		case <-time.After(50 * time.Millisecond):
		}
		execute(t, dsn, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '`+application+`'`)
		arrives(t, changes, revision)
	}
}

func TestRevisions_ArriveBesideAFrozenListener(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	p, frozen := newProxy(t, dsn)
	s := openStore(t, Options{DSN: dsn, ListenDSN: frozen})
	changes := follow(t, s)
	arrives(t, changes, revisionOf(t, s))
	p.freeze()
	arrives(t, changes, addScript(t, s, "s").Revision)
	p.thaw()
	arrives(t, changes, addScript(t, s, "t").Revision)
}

func TestRevisions_GoOnWhenTheServerIsBack(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	p, proxied := newProxy(t, dsn)
	s, other := openStore(t, Options{DSN: proxied}), openStore(t, Options{DSN: dsn})
	changes := follow(t, s)
	arrives(t, changes, revisionOf(t, other))
	p.setDown(true)
	script := addScript(t, other, "s")
	select {
	case got := <-changes:
		t.Errorf("got revision %d of a server that is down", got)
	case <-time.After(50 * time.Millisecond):
	}
	p.setDown(false)
	arrives(t, changes, script.Revision)
	arrives(t, changes, addScript(t, other, "t").Revision)
}

func TestRevisions_EndWithTheContextAndTheStore(t *testing.T) {
	t.Parallel()
	s := openStore(t, Options{DSN: newSchema(t)})
	ctx, cancel := context.WithCancel(t.Context())
	first, second := s.Revisions(ctx), s.Revisions(t.Context())
	cancel()
	for range first { // until it is closed
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for range second {
	}
	for range s.Revisions(t.Context()) {
	}
}

// A receiver that is slow gets the last revision, not every one.
func TestRevisions_SkipWhatNobodyReceived(t *testing.T) {
	t.Parallel()
	out := make(chan int64, 1)
	for i := range int64(10) {
		replace(out, i)
	}
	if got := <-out; got != 9 || len(out) != 0 {
		t.Errorf("got %d and %d more", got, len(out))
	}
}

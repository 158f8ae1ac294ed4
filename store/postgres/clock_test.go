package postgres

import (
	"errors"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

// skewed opens a store of a node whose clock is wrong.
func skewed(t *testing.T, dsn string, by time.Duration) *Store {
	t.Helper()
	return openStore(t, Options{DSN: dsn, Now: func() time.Time { return time.Now().Add(by) }})
}

// agree wants two times to be the same, as far as that can be told of a
// machine that is busy.
func agree(t *testing.T, what string, got, want time.Time) {
	t.Helper()
	if got.Sub(want).Abs() > time.Minute {
		t.Errorf("%s is at %v, want %v", what, got, want)
	}
}

// Nodes whose clocks are an hour off agree on what is kept.
func TestStore_GoesByTheClockOfTheDatabase(t *testing.T) {
	t.Parallel()
	for name, by := range map[string]time.Duration{"ahead": time.Hour, "behind": -time.Hour, "slightly": time.Second / 4} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dsn := newSchema(t)
			right, wrong := openStore(t, Options{DSN: dsn}), skewed(t, dsn, by)
			agree(t, "the time that nodes agree on", wrong.Now(), right.Now())
			if ahead := time.Duration(wrong.ahead.Load()); (ahead == 0) != (by.Abs() < clockSlack) {
				t.Errorf("a node whose clock is off by %v takes the database for %v ahead", by, ahead)
			}
			script := addScript(t, wrong, "s")
			agree(t, "the script", script.CreatedAt, time.Now())

			t.Run("a setup code of one node is good on another", func(t *testing.T) {
				code := store.SetupCode{Hash: store.Hash{1}, ExpiresAt: right.Now().Add(10 * time.Minute)}
				if err := right.CreateSetupCode(t.Context(), code); err != nil {
					t.Fatal(err)
				}
				// Making one clears away those that have expired.
				other := store.SetupCode{Hash: store.Hash{2}, ExpiresAt: wrong.Now().Add(10 * time.Minute)}
				if err := wrong.CreateSetupCode(t.Context(), other); err != nil {
					t.Fatal(err)
				}
				token := store.Token{ID: store.NewID(), Name: "t", Scope: "admin", Hash: store.Hash{3}}
				if _, err := wrong.CompleteSetup(t.Context(), code.Hash, token); err != nil {
					t.Error(err)
				}
			})
			t.Run("the audit log is in the order of the changes", func(t *testing.T) {
				for i, s := range []*Store{right, wrong, right} {
					addScript(t, s, "t"+string(rune('0'+i)))
					time.Sleep(2 * time.Millisecond) // ids tell milliseconds apart
				}
				entries, err := right.ListAudit(t.Context(), store.AuditQuery{Action: "script.create", Limit: 3})
				if err != nil {
					t.Fatal(err)
				}
				got := ""
				for _, e := range entries {
					got += e.Object.Name
					agree(t, "an entry", e.At, time.Now())
				}
				if got != "t2t1t0" {
					t.Errorf("the log has %q, newest first", got)
				}
			})
			t.Run("a node's age is that of its last heartbeat", func(t *testing.T) {
				node := store.Node{ID: store.NewID(), Name: name, StartedAt: time.Now()}
				if err := wrong.KeepNode(t.Context(), node); err != nil {
					t.Fatal(err)
				}
				if err := wrong.DeleteStaleNodes(t.Context(), 30*time.Minute); err != nil {
					t.Fatal(err)
				}
				nodes, err := right.ListNodes(t.Context())
				if err != nil || len(nodes) != 1 || nodes[0].Age > time.Minute {
					t.Errorf("nodes %+v, %v", nodes, err)
				}
			})
		})
	}
}

// The ids of changes follow the shared clock though those of a node do not.
func TestStore_DatesIDsOfTheAuditLogByTheSharedClock(t *testing.T) {
	t.Parallel()
	s := openStore(t, Options{DSN: newSchema(t)})
	for _, ahead := range []time.Duration{time.Hour, -time.Hour} {
		s.ahead.Store(int64(ahead))
		addScript(t, s, ahead.String())
		entries, err := s.ListAudit(t.Context(), store.AuditQuery{Action: "script.create", Limit: 2})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, e := range entries {
			if e.Object.Name != ahead.String() {
				continue
			}
			found = true
			first, last := store.FirstIDAt(e.At.Add(-time.Minute)), store.FirstIDAt(e.At.Add(time.Minute))
			if string(e.ID[:]) < string(first[:]) || string(e.ID[:]) > string(last[:]) {
				t.Errorf("the id of an entry of %v is of another time: %v", e.At, e.ID)
			}
		}
		if !found {
			t.Errorf("no entry of %v", ahead)
		}
	}
}

// A clock that is set right, or wrong, while a node runs is noticed.
func TestSharedClock_FollowsWhatItLearns(t *testing.T) {
	t.Parallel()
	var s Store
	local := time.Now()
	s.sharedClock.init(func() time.Time { return local }, openStore(t, Options{DSN: newSchema(t)}).logger)
	for _, step := range []struct {
		name     string
		database time.Duration // how far it is ahead of the node
		took     time.Duration // how long its answer took
		want     time.Duration
	}{
		{"they agree", 0, 0, 0},
		{"they nearly agree", 900 * time.Millisecond, 0, 0},
		{"the node is behind", time.Hour, 0, time.Hour},
		{"it drifts", time.Hour + 100*time.Millisecond, 0, time.Hour},
		{"an answer that took long tells little", time.Hour - time.Second, 4 * time.Second, time.Hour},
		{"unless the clock was set, to another wrong time", -time.Hour, 4 * time.Second, -time.Hour + 2*time.Second},
		{"which is told better by the next answer", -time.Hour, 0, -time.Hour},
		{"it was set right", 0, 0, 0},
	} {
		s.learn(local.Add(step.database).UnixMicro(), time.Now().Add(-step.took))
		if got := s.Now().Sub(local); (got - step.want).Abs() > 100*time.Millisecond {
			t.Errorf("%s: the shared clock is %v ahead, want %v", step.name, got, step.want)
		}
	}
}

// Records have the time of the node that made them. What is too old goes by
// the database, so that a node that is a month ahead leaves the others' records.
func TestStore_KeepsRecordsOfNodesWhoseClocksAreWrong(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	right, wrong := openStore(t, Options{DSN: dsn}), skewed(t, dsn, 30*day)
	var records []store.Execution
	for _, by := range []time.Duration{-time.Hour, 0, time.Hour, 30 * day, -30 * day} {
		records = append(records, appendAt(t, right, time.Now().Add(by))...)
	}
	if err := wrong.addPartitions(t.Context(), wrong.Now()); err != nil {
		t.Fatal(err)
	}
	// By the shared clock, as retention does.
	n, err := wrong.DeleteExecutions(t.Context(), store.ExecutionAge{Before: wrong.Now().Add(-7 * day)}, 100)
	if n != 1 || err != nil {
		t.Errorf("%d records were deleted, %v, want that of a month ago", n, err)
	}
	list, err := right.ListExecutions(t.Context(), store.ExecutionQuery{Limit: 10})
	if err != nil || len(list) != 4 {
		t.Fatalf("records %+v, %v", list, err)
	}
	for _, record := range records[:4] {
		if _, err := right.ExecutionByID(t.Context(), record.ID); err != nil {
			t.Error(err)
		}
	}
	// In pages, each comes once.
	seen, before := 0, store.ID{}
	for {
		page, err := right.ListExecutions(t.Context(), store.ExecutionQuery{Limit: 1, Before: before})
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		before = page[0].ID
		seen++
	}
	if seen != 4 {
		t.Errorf("pages have %d records", seen)
	}
	// Who follows gets them in the order in which they came.
	followed, err := right.FollowExecutions(t.Context(), store.ExecutionQuery{Limit: 10}, 0)
	if err != nil || len(followed.Executions) != 4 {
		t.Fatalf("followed %+v, %v", followed, err)
	}
	for i, e := range followed.Executions {
		if e.ID != records[i].ID {
			t.Errorf("record %d is another one", i)
		}
	}
	if _, err := right.ExecutionByID(t.Context(), records[4].ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the record of a month ago: %v", err)
	}
}

package postgres

import (
	"fmt"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

// fillDay adds records to a day that is over, and one now. It returns the
// failures, of which there are few.
func fillDay(t *testing.T, s *Store, old time.Time, n int) (failures []store.ID) {
	t.Helper()
	if err := s.addPartitions(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	for begin := 0; begin < n; begin += 5000 {
		batch := make([]store.Execution, 5000)
		for i := range batch {
			batch[i] = newExecution(old.Add(time.Duration(begin+i) * time.Second))
			if i%1000 == 7 {
				batch[i].Status, batch[i].Outcome = 504, "timeout"
				failures = append(failures, batch[i].ID)
			}
		}
		if err := s.AppendExecutions(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	appendAt(t, s, time.Now())
	return failures
}

// A day whose successes are deleted gives back what they took, and keeps its
// failures.
func TestDeleteExecutions_CompactsDaysThatAreMostlyEmpty(t *testing.T) {
	t.Parallel()
	s := openStore(t, Options{DSN: newSchema(t)})
	old := time.Now().UTC().Truncate(day).Add(-10 * day)
	const n = 20_000
	failures := fillDay(t, s, old, n)
	disk := func() int64 {
		_, disk, err := tableBytes(t.Context(), s.pool, partitionOf(old).table)
		if err != nil {
			t.Fatal(err)
		}
		return disk
	}
	before := disk()
	if before < compactAbove {
		t.Fatalf("%d bytes are too few to be compacted", before)
	}
	total, err := s.ExecutionBytes(t.Context())
	if err != nil || total < before/2 || total > 2*before {
		t.Errorf("%d bytes, %v, of %d on the disk", total, err, before)
	}
	deleted, err := s.DeleteExecutions(t.Context(), store.ExecutionAge{Before: time.Now().Add(-day), Successes: true}, 2*n)
	if err != nil || deleted != n-len(failures) {
		t.Fatalf("deleted %d, %v, want %d", deleted, err, n-len(failures))
	}
	if after := disk(); after > before/10 {
		t.Errorf("%d bytes on the disk, before %d", after, before)
	}
	if total, err := s.ExecutionBytes(t.Context()); err != nil || total > before/10 {
		t.Errorf("%d bytes are left, %v", total, err)
	}
	for _, id := range failures {
		if _, err := s.ExecutionByID(t.Context(), id); err != nil {
			t.Error(err)
		}
	}
}

// Space that cannot be given back is no reason to keep what is too old.
func TestDeleteExecutions_GoesOnWhenADayCannotBeCompacted(t *testing.T) {
	t.Parallel()
	s := openStore(t, Options{DSN: newSchema(t)})
	old := time.Now().UTC().Truncate(day).Add(-10 * day)
	const n = 20_000
	failures := fillDay(t, s, old, n)
	appendAt(t, s, old.Add(2*day), old.Add(4*day), time.Now())
	execute(t, s.pool.Config().ConnString(), fmt.Sprintf(`
		CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
			BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$;
		CREATE TRIGGER fail BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION full_disk()`, partitionOf(old).table))
	age := store.ExecutionAge{Before: time.Now().Add(-day), Successes: true}
	deleted, err := s.DeleteExecutions(t.Context(), age, 2*n)
	if want := n - len(failures) + 2; err != nil || deleted != want {
		t.Errorf("deleted %d, %v, want %d", deleted, err, want)
	}
	if s.compactFrom.Load() == 0 {
		t.Error("compacting has not failed")
	}
	if got := rows(t, s, partitionOf(old).table); got != int64(len(failures)) {
		t.Errorf("%d records are left, want %d", got, len(failures))
	}
}

func TestWorthCompacting_LeavesWhatWouldTakeLong(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		live, disk int64
		want       bool
	}{
		{0, compactAbove - 1, false},
		{0, compactAbove, true},
		{compactAbove, 2*compactAbove - 1, false},
		{compactAbove, 2 * compactAbove, true},
		{compactMost, 100 * compactMost, true},
		{compactMost + 1, 100 * compactMost, false},
	} {
		if got := worthCompacting(test.live, test.disk); got != test.want {
			t.Errorf("%d bytes of %d: %v, want %v", test.live, test.disk, got, test.want)
		}
	}
}

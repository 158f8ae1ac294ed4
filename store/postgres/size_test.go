package postgres

import (
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

// A day whose successes are deleted gives back what they took, and keeps its
// failures.
func TestDeleteExecutions_CompactsDaysThatAreMostlyEmpty(t *testing.T) {
	t.Parallel()
	s := openStore(t, Options{DSN: newSchema(t)})
	old := time.Now().UTC().Truncate(day).Add(-10 * day)
	if err := s.addPartitions(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	const n = 20_000
	var failures []store.ID
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

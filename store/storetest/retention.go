package storetest

import (
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

func deleteSuccesses(t *testing.T, s store.Store) {
	ctx := t.Context()
	start := time.Now().Add(-time.Hour).Truncate(time.Second)
	var left []string
	for i, how := range []struct {
		outcome string
		status  int
		stays   bool
	}{
		{outcome: "timeout", status: 504, stays: true},
		{outcome: "ok", status: 200},
		{outcome: "ok", status: 499},
		{outcome: "ok", status: 500, stays: true},
		{outcome: "canceled", status: 499},
		{outcome: "error", status: 400, stays: true},
		{outcome: "ok", status: 204},
		{outcome: "ok", status: 201, stays: true}, // too young
		{outcome: "ok", status: 202, stays: true}, // added last
	} {
		e := newExecution(start.Add(time.Duration(i) * time.Minute))
		if i == 8 {
			e = newExecution(start.Add(90 * time.Second))
		}
		e.Outcome, e.Status = how.outcome, how.status
		appendAll(t, s, e)
		if how.stays {
			left = append(left, e.ID.String())
		}
	}
	end := must(s.ExecutionPosition(ctx, store.ID{}))(t)
	age := store.ExecutionAge{Before: start.Add(7 * time.Minute), Successes: true}
	equal(t, "deleted with a limit", must(s.DeleteExecutions(ctx, age, 1))(t), 1)
	equal(t, "deleted", must(s.DeleteExecutions(ctx, age, 100))(t), 3)
	equal(t, "deleted again", must(s.DeleteExecutions(ctx, age, 100))(t), 0)
	var got []string
	for _, e := range must(s.ListExecutions(ctx, store.ExecutionQuery{Limit: 100}))(t) {
		got = append([]string{e.ID.String()}, got...)
	}
	// By id, what was added last is the third.
	want := []string{left[0], left[4], left[1], left[2], left[3]}
	same(t, "left", got, want)
	equal(t, "the end", must(s.ExecutionPosition(ctx, store.ID{}))(t), end)
}

func countExecutionBytes(t *testing.T, s store.Store) {
	ctx := t.Context()
	empty := must(s.ExecutionBytes(ctx))(t)
	const n, line = 1000, 2000
	start := time.Now().Add(-time.Hour)
	var batch []store.Execution
	for i := range n {
		e := newExecution(start.Add(time.Duration(i) * time.Millisecond))
		e.Logs = []store.LogLine{{Time: e.StartedAt, Level: "info", Message: strings.Repeat(e.ID.String(), line/36)}}
		batch = append(batch, e)
	}
	appendAll(t, s, batch...)
	full := must(s.ExecutionBytes(ctx))(t)
	if full < empty+n*line/10 {
		t.Errorf("%d bytes with %d records, %d without", full, n, empty)
	}
	equal(t, "deleted", must(s.DeleteExecutions(ctx, store.ExecutionAge{Before: time.Now()}, n/2))(t), n/2)
	half := must(s.ExecutionBytes(ctx))(t)
	equal(t, "deleted", must(s.DeleteExecutions(ctx, store.ExecutionAge{Before: time.Now()}, n))(t), n/2)
	none := must(s.ExecutionBytes(ctx))(t)
	if half >= full || none >= half {
		t.Errorf("%d bytes with all records, %d with half of them, %d with none", full, half, none)
	}
}

// Counts take space of their own: records are not deleted for it.
func excludeCounts(t *testing.T, s store.Store) {
	ctx := t.Context()
	appendAll(t, s, newExecution(time.Now()))
	before := must(s.ExecutionBytes(ctx))(t)
	const n, size = 4000, 2000
	rows := make([]store.Stat, n)
	start := time.Now().UTC().Truncate(time.Hour)
	for i := range rows {
		rows[i] = store.Stat{
			Step: time.Minute, Start: start.Add(-time.Duration(i) * time.Minute), Run: store.NewID(),
			Count: 1, Durations: make([]byte, size),
		}
	}
	if err := s.PutStats(ctx, rows); err != nil {
		t.Fatal(err)
	}
	const journal = 4 << 20 // of which a database may count some
	appendAll(t, s, newExecution(time.Now()))
	with := must(s.ExecutionBytes(ctx))(t)
	if err := s.DeleteStats(ctx, time.Minute, start.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	without := must(s.ExecutionBytes(ctx))(t)
	if with > before+journal+n*size/10 || without > before+journal+n*size/10 {
		t.Errorf("%d bytes before, %d with counts of %d, %d without them", before, with, n*size, without)
	}
}

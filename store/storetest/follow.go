package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

// follow steps through all records behind a position and returns the paths of
// those selected, and the position behind them.
func follow(t *testing.T, s store.Store, q store.ExecutionQuery, after int64) (paths []string, next int64) {
	t.Helper()
	for {
		f := must(s.FollowExecutions(t.Context(), q, after))(t)
		for _, e := range f.Executions {
			paths = append(paths, e.Path)
		}
		if after = f.Next; after == f.End {
			return paths, after
		}
	}
}

func followExecutions(t *testing.T, s store.Store) {
	ctx := t.Context()
	equal(t, "position in an empty log", must(s.ExecutionPosition(ctx, store.ID{}))(t), 0)
	equal(t, "position of any id in an empty log", must(s.ExecutionPosition(ctx, store.NewID()))(t), 0)
	if paths, next := follow(t, s, store.ExecutionQuery{Limit: 10}, 0); len(paths) > 0 || next != 0 {
		t.Fatalf("an empty log has %v up to %d", paths, next)
	}

	// Records come in the order of the ends of executions, not of their ids.
	start := time.Now()
	var added []store.Execution
	add := func(n int) {
		for range n {
			e := newExecution(start.Add(time.Duration(len(added)*7919%60_000) * time.Millisecond))
			e.Path = fmt.Sprintf("/%d", len(added))
			e.Status = 200 + 100*(len(added)%4)
			e.Logs = []store.LogLine{{Time: e.StartedAt, Level: "info", Message: e.Path}}
			added = append(added, e)
		}
		batch := added[len(added)-n:]
		appendAll(t, s, append(slices.Clone(batch), batch[0])...) // what is known is skipped
	}
	add(1)
	add(7)
	first := added[3]
	at := must(s.ExecutionPosition(ctx, first.ID))(t)
	add(30)

	want := func(from int, selected func(e store.Execution) bool) (paths []string) {
		for _, e := range added[from:] {
			if selected == nil || selected(e) {
				paths = append(paths, e.Path)
			}
		}
		return paths
	}
	for _, limit := range []int{1, 4, 1000} {
		paths, end := follow(t, s, store.ExecutionQuery{Limit: limit}, 0)
		same(t, "from the beginning", paths, want(0, nil))
		equal(t, "the end", end, must(s.ExecutionPosition(ctx, store.ID{}))(t))
		paths, _ = follow(t, s, store.ExecutionQuery{Limit: limit, Before: first.ID}, at)
		same(t, "behind a record", paths, want(4, nil))
		paths, _ = follow(t, s, store.ExecutionQuery{Limit: limit, StatusMin: 500, StatusMax: 599}, at)
		same(t, "with a filter", paths, want(4, func(e store.Execution) bool { return e.Status == 500 }))
		paths, _ = follow(t, s, store.ExecutionQuery{Limit: limit, ScriptID: added[9].ScriptID}, 0)
		same(t, "of one script", paths, []string{added[9].Path})
		paths, _ = follow(t, s, store.ExecutionQuery{Limit: limit}, end)
		same(t, "at the end", paths, []string(nil))
	}

	f := must(s.FollowExecutions(ctx, store.ExecutionQuery{Limit: 2, WithLogs: true}, at))(t)
	first = added[4]
	same(t, "the record with its lines", f.Executions[0], first)
	f = must(s.FollowExecutions(ctx, store.ExecutionQuery{Limit: 2}, at))(t)
	first.Logs = nil
	same(t, "the record without its lines", f.Executions[0], first)
	if f.Next >= f.End || f.Next <= at {
		t.Fatalf("after %d comes %d, and the end is %d", at, f.Next, f.End)
	}
}

// followDeleted tests what becomes of a position whose record is gone.
func followDeleted(t *testing.T, s store.Store) {
	ctx := t.Context()
	start := time.Now().Add(-time.Hour)
	var list []store.Execution
	for i := range 5 {
		e := newExecution(start.Add(time.Duration(i) * time.Minute))
		e.Path = fmt.Sprintf("/%d", i)
		list = append(list, e)
	}
	appendAll(t, s, list...)
	end := must(s.ExecutionPosition(ctx, store.ID{}))(t)
	equal(t, "deleted", must(s.DeleteExecutions(ctx, store.ExecutionAge{Before: list[2].StartedAt.Add(time.Microsecond)}, 100))(t), 3)
	for _, e := range list[:3] {
		paths, _ := follow(t, s, store.ExecutionQuery{Limit: 1}, must(s.ExecutionPosition(ctx, e.ID))(t))
		same(t, "behind a record that is gone", paths, []string{"/3", "/4"})
	}

	// Without any record, counting may begin anew.
	equal(t, "deleted", must(s.DeleteExecutions(ctx, store.ExecutionAge{Before: time.Now()}, 100))(t), 2)
	e := newExecution(time.Now())
	e.Path = "/new"
	appendAll(t, s, e)
	paths, _ := follow(t, s, store.ExecutionQuery{Limit: 10}, end)
	same(t, "after all were deleted", paths, []string{"/new"})
}

func weighExecutions(t *testing.T, s store.Store) {
	light, heavy := newExecution(time.Now()), newExecution(time.Now())
	light.Weight, heavy.Weight = 0, 60
	appendAll(t, s, light, heavy)
	light.Weight = 1
	same(t, "no weight", must(s.ExecutionByID(t.Context(), light.ID))(t), light)
	same(t, "a weight", must(s.ExecutionByID(t.Context(), heavy.ID))(t), heavy)
	same(t, "in a list", must(s.ListExecutions(t.Context(), store.ExecutionQuery{Limit: 1, ScriptID: heavy.ScriptID}))(t), []store.Execution{heavy})
}

package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/picloud/picloud/store"
)

// tables returns the partitions that exist, without the default one.
func tables(t *testing.T, s *Store) []string {
	t.Helper()
	list, err := s.partitions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range list {
		names = append(names, p.table)
	}
	return names
}

// rows counts the records of a table.
func rows(t *testing.T, s *Store, table string) int64 {
	t.Helper()
	return value[int64](t, s, `SELECT count(*) FROM ONLY `+table)
}

func appendAt(t *testing.T, s *Store, times ...time.Time) []store.Execution {
	t.Helper()
	var batch []store.Execution
	for _, at := range times {
		batch = append(batch, newExecution(at))
	}
	if err := s.AppendExecutions(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	return batch
}

func TestOpen_MakesPartitionsAhead(t *testing.T) {
	t.Parallel()
	s := openStore(t, Options{DSN: newSchema(t)})
	now := time.Now()
	var want []string
	for i := -1; i <= daysAhead; i++ {
		want = append(want, partitionOf(now.Add(time.Duration(i)*day)).table)
	}
	if got := tables(t, s); !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	appendAt(t, s, now, now.Add(day), now.Add(-365*day), now.Add(365*day))
	for table, n := range map[string]int64{want[1]: 1, want[2]: 1, defaultTable: 2, executionTable: 0} {
		if got := rows(t, s, table); got != n {
			t.Errorf("%s has %d records, want %d", table, got, n)
		}
	}
}

func TestAddPartitions_TakesOverWhatTheDefaultHas(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	s, other := openStore(t, Options{DSN: dsn}), openStore(t, Options{DSN: dsn})
	later := time.Now().Add(30 * day).UTC().Truncate(day)
	records := appendAt(t, s, later.Add(-time.Millisecond), later, later.Add(day-time.Millisecond), later.Add((daysAhead+1)*day))

	var group sync.WaitGroup
	for _, node := range []*Store{s, other, s, other} { // at the same time
		group.Go(func() {
			for {
				err := node.addPartitions(t.Context(), later)
				if err == nil {
					return
				}
				if !errors.Is(err, store.ErrUnavailable) { // a lock that was waited for too long
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	if n := rows(t, s, partitionOf(later).table); n != 2 {
		t.Errorf("the day has %d records", n)
	}
	if n := rows(t, s, defaultTable); n != 1 {
		t.Errorf("the default has %d records", n)
	}
	for _, want := range records {
		if _, err := s.ExecutionByID(t.Context(), want.ID); err != nil {
			t.Error(err)
		}
	}
}

func TestDeleteExecutions_DropsDaysAsFarAsTheLimitGoes(t *testing.T) {
	t.Parallel()
	s := openStore(t, Options{DSN: newSchema(t)})
	today := time.Now().UTC().Truncate(day)
	old := today.Add(-40 * day)
	if err := s.addPartitions(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	at := func(days int, hours ...int) (times []time.Time) {
		for _, h := range hours {
			times = append(times, old.Add(time.Duration(days)*day+time.Duration(h)*time.Hour))
		}
		return times
	}
	appendAt(t, s, at(-30, 1)...) // in no day's partition
	appendAt(t, s, at(0, 1, 2, 3)...)
	appendAt(t, s, at(1, 1, 2, 3)...)
	appendAt(t, s, at(2, 1, 2, 3)...)
	liar := newExecution(old.Add(3 * day)) // with an old id
	liar.StartedAt = today
	if err := s.AppendExecutions(t.Context(), []store.Execution{liar}); err != nil {
		t.Fatal(err)
	}
	appendAt(t, s, today)

	table := func(days int) string { return partitionOf(old.Add(time.Duration(days) * day)).table }
	for _, step := range []struct {
		before  time.Time
		limit   int
		deleted int
		gone    []int // days whose partitions are dropped
	}{
		{before: old.Add(-40 * day), limit: 100, deleted: 0},
		{before: old.Add(10 * day), limit: 0, deleted: 0},
		{before: old.Add(10 * day), limit: -1, deleted: 0},
		{before: old.Add(2*time.Hour + time.Minute), limit: 2, deleted: 2, gone: []int{-1}}, // the stray one and the day's first
		{before: old.Add(day + 2*time.Minute), limit: 100, deleted: 2, gone: []int{-1, 0}},
		{before: old.Add(3*day - 2*time.Minute), limit: 4, deleted: 4, gone: []int{-1, 0, 1}}, // three of a day and one of the next
		{before: old.Add(10 * day), limit: 1000, deleted: 2, gone: []int{-1, 0, 1, 2, 4, 5, 6, 7}},
		{before: today.Add(100 * day), limit: 1000, deleted: 2, gone: []int{-1, 0, 1, 2, 3, 4, 5, 6, 7}},
	} {
		n, err := s.DeleteExecutions(t.Context(), store.ExecutionAge{Before: step.before}, step.limit)
		if err != nil || n != step.deleted {
			t.Fatalf("before %v, limit %d: deleted %d, %v, want %d", step.before, step.limit, n, err, step.deleted)
		}
		left := tables(t, s)
		for i := -1; i <= daysAhead; i++ {
			if slices.Contains(left, table(i)) == slices.Contains(step.gone, i) {
				t.Errorf("before %v, limit %d: day %d: dropped is %v", step.before, step.limit, i, !slices.Contains(left, table(i)))
			}
		}
	}
	if left := tables(t, s); !slices.Contains(left, partitionOf(today).table) {
		t.Errorf("the partition of today is dropped: %v", left)
	}
}

func TestDeleteExecutions_ByManyNodesCountsEachRecordOnce(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	s, other := openStore(t, Options{DSN: dsn}), openStore(t, Options{DSN: dsn})
	old := time.Now().Add(-20 * day).UTC().Truncate(day)
	if err := s.addPartitions(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	var times []time.Time
	const n = 2000
	for i := range n {
		times = append(times, old.Add(time.Duration(i)*time.Minute))
	}
	appendAt(t, s, times...)
	var mu sync.Mutex
	total := 0
	var group sync.WaitGroup
	for i, node := range []*Store{s, other, s, other} {
		group.Go(func() {
			for range 100 {
				deleted, err := node.DeleteExecutions(t.Context(), store.ExecutionAge{Before: time.Now()}, []int{10, n}[i%2])
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				total += deleted
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if total != n {
		t.Errorf("deleted %d of %d", total, n)
	}
}

// Adding locks the table before it reads it. It would otherwise wait for who
// drops a day, who waits for it.
func TestDeleteExecutions_WaitsForWhoAddsRecords(t *testing.T) {
	t.Parallel()
	s := openStore(t, Options{DSN: newSchema(t)})
	old := time.Now().Add(-20 * day).UTC().Truncate(day)
	if err := s.addPartitions(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	appendAt(t, s, old.Add(time.Hour))
	gone := func() bool {
		_, err := s.DeleteExecutions(t.Context(), store.ExecutionAge{Before: time.Now().Add(-day)}, 100)
		if err != nil {
			t.Error(err)
		}
		return err != nil || !slices.Contains(tables(t, s), partitionOf(old).table)
	}
	var group sync.WaitGroup
	e := newExecution(time.Now())
	row, err := executionRow(&e)
	if err != nil {
		t.Fatal(err)
	}
	err = s.appendRows(t.Context(), [][]any{row}, func(ctx context.Context, tx pgx.Tx, placed [][]any) error {
		group.Go(func() {
			for range 100 { // it gives up after a second each time
				if gone() {
					return
				}
			}
			t.Error("the day is not dropped")
		})
		eventually(t, "who drops it locks the table", func() bool {
			return value[int64](t, s, `SELECT count(*) FROM pg_locks WHERE relation = $1::regclass AND mode = 'ShareRowExclusiveLock'`, executionTable) > 0
		})
		if value[int64](t, s, `SELECT count(*) FROM pg_locks WHERE relation = $1::regclass AND mode = 'ShareRowExclusiveLock' AND granted`, executionTable) > 0 {
			t.Error("it does not wait")
		}
		return copyRows(ctx, tx, placed)
	})
	group.Wait()
	if err != nil {
		t.Error(err)
	}
}

// Who follows the records while several nodes add some misses none.
func TestFollowExecutions_SeesTheRecordsOfEveryNode(t *testing.T) {
	t.Parallel()
	dsn := newSchema(t)
	nodes := []*Store{openStore(t, Options{DSN: dsn}), openStore(t, Options{DSN: dsn}), openStore(t, Options{DSN: dsn})}
	const batches, size = 20, 25
	var group sync.WaitGroup
	for _, node := range nodes {
		group.Go(func() {
			for range batches {
				batch := make([]store.Execution, size)
				for i := range batch {
					batch[i] = newExecution(time.Now())
				}
				if err := node.AppendExecutions(t.Context(), batch); err != nil {
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { group.Wait(); close(done) }()

	seen := map[store.ID]bool{}
	var position int64
	for last := false; ; {
		followed, err := nodes[0].FollowExecutions(t.Context(), store.ExecutionQuery{Limit: 10}, position)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range followed.Executions {
			if seen[e.ID] {
				t.Errorf("%s comes twice", e.ID)
			}
			seen[e.ID] = true
		}
		position = followed.Next
		if followed.Next < followed.End {
			continue
		}
		if last {
			break
		}
		select {
		case <-done:
			last = true // what came before that
		default:
		}
	}
	if want := len(nodes) * batches * size; len(seen) != want {
		t.Errorf("%d of %d records are seen", len(seen), want)
	}
}

func TestAppendExecutions_StandsAFullDisk(t *testing.T) {
	t.Parallel()
	s := openStore(t, Options{DSN: newSchema(t)})
	const full = `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$;`
	dsn := s.pool.Config().ConnString()
	execute(t, dsn, full+`
		CREATE TRIGGER fail BEFORE INSERT ON execution_logs FOR EACH ROW EXECUTE FUNCTION full_disk();
		CREATE TRIGGER fail BEFORE INSERT ON scripts FOR EACH ROW EXECUTE FUNCTION full_disk()`)
	if err := s.AppendExecutions(t.Context(), []store.Execution{newExecution(time.Now())}); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("append: %v", err)
	}
	if _, err := s.CreateScript(t.Context(), newScript("s")); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("write: %v", err)
	}
	execute(t, dsn, `DROP FUNCTION full_disk CASCADE`)
	available(t, s)
}

func TestListExecutions_GoesByIndex(t *testing.T) {
	t.Parallel()
	s := openStore(t, Options{DSN: newSchema(t)})
	// Noon, so that each day has many of them at whatever hour this runs.
	now := time.Now().UTC().Truncate(day).Add(12 * time.Hour)
	var batch []store.Execution
	script := store.NewID()
	for i := range 4000 {
		e := newExecution(now.Add(time.Duration(i-2000) * time.Minute))
		// Few enough that no planner prefers to filter a scan by time.
		if i%20 == 0 {
			e.ScriptID = script
		}
		if i%100 == 0 {
			e.Status = 500
		}
		batch = append(batch, e)
	}
	if err := s.AppendExecutions(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	execute(t, s.pool.Config().ConnString(), `ANALYZE execution_logs`)
	for name, test := range map[string]struct {
		query store.ExecutionQuery
		index string
	}{
		"latest":      {store.ExecutionQuery{}, "_pkey"},
		"page":        {store.ExecutionQuery{Before: batch[3000].ID}, "_pkey"},
		"of a script": {store.ExecutionQuery{ScriptID: script, Before: batch[3000].ID}, "_script_id_id_idx"},
		"failures":    {store.ExecutionQuery{ScriptID: script, StatusMin: 500}, "_script_id_id_idx1"},
	} {
		test.query.Limit = 20
		query, args := listExecutions(test.query)
		plan := value[[]byte](t, s, `EXPLAIN (ANALYZE, FORMAT JSON) `+query, args...)
		if !json.Valid(plan) || !strings.Contains(string(plan), test.index+`"`) || strings.Contains(string(plan), "Seq Scan") && name != "failures" {
			t.Errorf("%s: %s", name, plan)
		}
	}
	// A window of time reads the partitions of its days alone.
	query, args := listExecutions(store.ExecutionQuery{Since: now.Add(-time.Hour), Until: now, Limit: 20})
	plan := string(value[[]byte](t, s, `EXPLAIN (FORMAT JSON) `+query, args...))
	if far := partitionOf(now.Add(3 * day)).table; strings.Contains(plan, far) {
		t.Errorf("window: %s", plan)
	}
}

func BenchmarkAppendExecutions1000(b *testing.B) {
	s := openStore(b, Options{DSN: newSchema(b)})
	batch := make([]store.Execution, 1000)
	n := 0
	for b.Loop() {
		b.StopTimer()
		for i := range batch {
			batch[i] = newExecution(time.Now())
		}
		b.StartTimer()
		if err := s.AppendExecutions(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
		n += len(batch)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkCreateRouteAmong500(b *testing.B) {
	s := openStore(b, Options{DSN: newSchema(b)})
	script := addScript(b, s, "s")
	n := 0
	create := func() {
		n++
		path := fmt.Sprint("/", n)
		_, err := s.CreateRoute(b.Context(), store.Route{
			ID: store.NewID(), ScriptID: script.ID, PathKind: "exact", Path: path, Binding: store.Binding{Path: path},
		}, func([]store.Route) error { return nil })
		if err != nil {
			b.Fatal(err)
		}
	}
	for range 500 {
		create()
	}
	for b.Loop() {
		create()
	}
}

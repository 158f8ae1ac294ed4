package retention

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/sqlite"
)

const budget = 8 << 20

// The log is filled several times over: the files stay within the budget, and
// the failures, which are few, are all there at the end.
func TestKeeper_HoldsTheBudgetAndKeepsFailures(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), sqlite.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	k := New(s, Options{Bounds: Bounds{Bytes: budget}})
	t.Cleanup(func() {
		k.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})

	const batches, size = 80, 500
	start := time.Now().Add(-time.Hour)
	var failures []store.ID
	var written, peak int64
	for i := range batches {
		batch := make([]store.Execution, size)
		for j := range batch {
			e := newExecution(start.Add(time.Duration(i*size+j) * time.Millisecond))
			if j == 7 {
				e.Status, e.Outcome, e.Error = 500, "error", "as asked"
				failures = append(failures, e.ID)
			}
			written += sizeOf(&e)
			batch[j] = e
		}
		if err := k.AppendExecutions(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
		peak = max(peak, onDisk(t, dir))
	}
	if written < 4*budget {
		t.Fatalf("%d bytes are not several times the budget", written)
	}
	t.Logf("of %d MiB written, %.1f MiB were on the disk at most", written>>20, float64(peak)/(1<<20))
	if peak > budget {
		t.Errorf("%d bytes on the disk, want at most %d", peak, budget)
	}
	if state := k.State(); state.Limit != budget || state.Bytes <= 0 || state.Bytes > budget || state.Deleted == 0 {
		t.Errorf("state %+v", state)
	}
	for _, id := range failures {
		if _, err := s.ExecutionByID(t.Context(), id); err != nil {
			t.Fatalf("a failure is gone: %v", err)
		}
	}
	newest, err := s.ListExecutions(t.Context(), store.ExecutionQuery{Limit: 100})
	if err != nil || len(newest) != 100 {
		t.Errorf("%d of the newest records, %v", len(newest), err)
	}
}

// When there are failures only, the oldest of them make room.
func TestKeeper_DeletesFailuresWhenNothingElseIsLeft(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), sqlite.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	k := New(s, Options{Bounds: Bounds{Bytes: budget}})
	t.Cleanup(func() {
		k.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	const batches, size = 50, 300
	start := time.Now().Add(-time.Hour)
	var last store.ID
	for i := range batches {
		batch := make([]store.Execution, size)
		for j := range batch {
			batch[j] = newExecution(start.Add(time.Duration(i*size+j) * time.Millisecond))
			batch[j].Status, batch[j].Outcome = 504, "timeout"
			last = batch[j].ID
		}
		if err := k.AppendExecutions(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
		if bytes := onDisk(t, dir); bytes > budget {
			t.Fatalf("%d bytes on the disk after %d batches, want at most %d", bytes, i+1, budget)
		}
	}
	if _, err := s.ExecutionByID(t.Context(), last); err != nil {
		t.Errorf("the newest failure is gone: %v", err)
	}
}

// onDisk is how much the log takes there.
func onDisk(t *testing.T, dir string) (bytes int64) {
	t.Helper()
	for _, name := range []string{"logs.db", "logs.db-wal"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		bytes += info.Size()
	}
	return bytes
}

// newExecution returns the record of a success of about a kilobyte.
func newExecution(started time.Time) store.Execution {
	e := store.Execution{
		ID:         store.NewIDAt(started),
		ScriptID:   store.NewID(),
		ScriptName: "hello",
		Version:    1,
		RouteID:    store.NewID(),
		Method:     "GET",
		Host:       "example.com",
		Path:       "/hello",
		RemoteIP:   "192.0.2.1",
		Status:     200,
		Outcome:    "ok",
		StartedAt:  started,
		Duration:   time.Millisecond,
		Weight:     1,
	}
	for i := range 4 {
		e.Logs = append(e.Logs, store.LogLine{
			Time: started, Level: "info", Message: fmt.Sprintf("line %d of what the script has to say for itself", i),
		})
	}
	return e
}

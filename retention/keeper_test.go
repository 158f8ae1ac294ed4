package retention

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/picloud/picloud/store"
)

// fake is a store whose records have one size each, and no more than an age.
type fake struct {
	mu                  sync.Mutex
	successes, failures []time.Time // when they started, oldest first
	calls               int         // but for adding
	err                 error
	deleting            func() // is called first by every deletion
}

// recordSize is about what sizeOf returns for the records here.
const recordSize = 400

func (f *fake) AppendExecutions(_ context.Context, batch []store.Execution) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range batch {
		if e.Outcome == "ok" {
			f.successes = append(f.successes, e.StartedAt)
		} else {
			f.failures = append(f.failures, e.StartedAt)
		}
	}
	return nil
}

func (f *fake) ListExecutions(context.Context, store.ExecutionQuery) ([]store.Execution, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls++
	return make([]store.Execution, min(len(f.successes)+len(f.failures), 1)), f.err
}

func (f *fake) ExecutionBytes(context.Context) (int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls++
	return int64(len(f.successes)+len(f.failures)) * recordSize, f.err
}

func (f *fake) DeleteExecutions(_ context.Context, age store.ExecutionAge, limit int) (n int, err error) {
	if f.deleting != nil {
		f.deleting()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls++
	if f.err != nil {
		return 0, f.err
	}
	remove := func(list []time.Time) []time.Time {
		for len(list) > 0 && n < limit && list[0].Before(age.Before) {
			list = list[1:]
			n++
		}
		return list
	}
	f.successes = remove(f.successes)
	if !age.Successes {
		f.failures = remove(f.failures)
	}
	return n, nil
}

// counts returns how many records there are, and how many calls there were.
func (f *fake) counts() (successes, failures, calls int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.successes), len(f.failures), f.calls
}

// left returns how many records there are.
func (f *fake) left() int {
	successes, failures, _ := f.counts()
	return successes + failures
}

func (f *fake) add(t *testing.T, k *Keeper, outcome string, n int) {
	t.Helper()
	batch := make([]store.Execution, n)
	for i := range batch {
		batch[i] = store.Execution{Outcome: outcome, StartedAt: time.Now()}
	}
	if err := k.AppendExecutions(t.Context(), batch); err != nil {
		t.Error(err)
	}
}

func TestKeeper_KeepsFailuresLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(fake)
		k := New(f, Options{})
		defer k.Close()
		f.add(t, k, "ok", 10)
		f.add(t, k, "error", 5)
		for _, step := range []struct {
			wait                time.Duration
			successes, failures int
		}{
			{DefaultAge - 2*time.Hour, 10, 5},
			{4 * time.Hour, 0, 5},
			{DefaultFailureAge - DefaultAge - 4*time.Hour, 0, 5},
			{4 * time.Hour, 0, 0},
		} {
			time.Sleep(step.wait)
			synctest.Wait()
			if successes, failures, _ := f.counts(); successes != step.successes || failures != step.failures {
				t.Fatalf("after another %v: %d successes and %d failures, want %d and %d",
					step.wait, successes, failures, step.successes, step.failures)
			}
		}
		if state := k.State(); state.Deleted != 15 {
			t.Errorf("%d deleted, want 15", state.Deleted)
		}
	})
}

func TestKeeper_SleepsWithoutRecords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(fake)
		k := New(f, Options{})
		defer k.Close()
		time.Sleep(2 * soon)
		synctest.Wait()
		_, _, before := f.counts()
		if before == 0 {
			t.Error("it does not look when it starts")
		}
		time.Sleep(1000 * time.Hour)
		synctest.Wait()
		if _, _, calls := f.counts(); calls != before {
			t.Errorf("%d calls of the store without records", calls-before)
		}
		f.add(t, k, "ok", 1)
		time.Sleep(DefaultAge + 2*time.Hour)
		synctest.Wait()
		if f.left() > 0 {
			t.Error("the record is still there")
		}
	})
}

func TestKeeper_AppliesOtherBoundsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(fake)
		k := New(f, Options{Bounds: Bounds{Age: -1, FailureAge: -1, Bytes: -1}})
		defer k.Close()
		f.add(t, k, "ok", 1000)
		f.add(t, k, "error", 1000)
		time.Sleep(1000 * 24 * time.Hour)
		synctest.Wait()
		if f.left() != 2000 {
			t.Fatalf("%d records without bounds, want all of them", f.left())
		}
		const records = 1600
		k.SetBounds(Bounds{Age: -1, FailureAge: -1, Bytes: records * recordSize})
		synctest.Wait()
		if successes, failures, _ := f.counts(); successes+failures > records || successes+failures < records/2 || failures != 1000 {
			t.Errorf("%d successes and %d failures; want at most %d records and all failures", successes, failures, records)
		}
		k.SetBounds(Bounds{Age: -1, FailureAge: time.Hour, Bytes: -1})
		synctest.Wait()
		if left := f.left(); left != 0 {
			t.Errorf("%d records are older than they may be", left)
		}
	})
}

func TestKeeper_AppliesBoundsThatComeWhileItDeletes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(fake)
		var k *Keeper
		f.deleting = sync.OnceFunc(func() { k.SetBounds(Bounds{Age: time.Second}) })
		k = New(f, Options{})
		defer k.Close()
		f.add(t, k, "ok", 10)
		time.Sleep(soon + time.Second)
		synctest.Wait()
		if left := f.left(); left > 0 {
			t.Errorf("%d records are older than they may be", left)
		}
	})
}

// Who adds waits for what is deleted, but not for a store that fails.
func TestKeeper_SlowsWhoAddsTooMuch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(fake)
		const records = 1 << 10
		k := New(f, Options{Bounds: Bounds{Bytes: records * recordSize}})
		defer k.Close()
		for range 100 {
			f.add(t, k, "ok", 50)
			if left := f.left(); left > records {
				t.Fatalf("%d records, want at most %d", left, records)
			}
		}
		synctest.Wait()
		f.mu.Lock()
		f.err = errors.New("as asked")
		f.mu.Unlock()
		for range 10 {
			f.add(t, k, "ok", 500)
		}
	})
}

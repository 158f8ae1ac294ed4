package retention

import (
	"context"
	"time"

	"github.com/picloud/picloud/store"
)

// How many records are deleted in one call of the store: by age as many as
// there are, since a database by days drops those as a whole if it may; by size
// few at first, since they may be large.
const (
	ageStep     = 1_000_000
	minSizeStep = 50
	maxSizeStep = 1000
)

// sweep deletes what the bounds have no room for. It reports whether records
// are left.
func (k *Keeper) sweep(ctx context.Context) (some bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	now := k.options.Now()
	k.mu.Lock()
	b, old := k.bounds, now.Sub(k.aged) >= interval
	k.added = 0
	if old {
		k.aged = now // unless other bounds come meanwhile
	}
	k.mu.Unlock()
	defer k.tellSwept()

	if old {
		if err := k.sweepOld(ctx, b, now); err != nil {
			k.mu.Lock()
			k.aged = time.Time{}
			k.mu.Unlock()
			return false, err
		}
	}
	if err := k.sweepSize(ctx, b, now); err != nil {
		return false, err
	}
	newest, err := k.store.ListExecutions(ctx, store.ExecutionQuery{Limit: 1})
	return len(newest) > 0, err
}

// tellSwept wakes who waits for the end of a sweep.
func (k *Keeper) tellSwept() {
	k.mu.Lock()
	defer k.mu.Unlock()
	close(k.swept)
	k.swept = make(chan struct{})
}

// sweepOld deletes records that are too old.
func (k *Keeper) sweepOld(ctx context.Context, b bounds, now time.Time) error {
	for _, age := range []struct {
		limit     time.Duration
		successes bool
	}{{b.failureAge, false}, {b.age, true}} {
		if age.limit == 0 {
			continue
		}
		for {
			n, err := k.delete(ctx, store.ExecutionAge{Before: now.Add(-age.limit), Successes: age.successes}, ageStep)
			if err != nil {
				return err
			}
			if n < ageStep {
				break
			}
		}
	}
	return nil
}

// sweepSize deletes records while all of them take too much space.
func (k *Keeper) sweepSize(ctx context.Context, b bounds, now time.Time) error {
	bytes, err := k.measure(ctx)
	if err != nil || b.bytes == 0 || bytes <= b.high() {
		return err
	}
	// Those of nodes whose clocks are fast, too.
	age := store.ExecutionAge{Before: now.Add(24 * time.Hour), Successes: true}
	for limit := minSizeStep; bytes > b.low(); limit = min(2*limit, maxSizeStep) {
		n, err := k.delete(ctx, age, limit)
		switch {
		case err != nil:
			return err
		case n == 0 && !age.Successes:
			k.options.Logger.Warn("the execution log takes more space than it may, without any records to delete",
				"bytes", bytes, "limit", b.bytes)
			return nil
		case n == 0:
			age.Successes = false
			continue
		}
		if bytes, err = k.measure(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) measure(ctx context.Context) (int64, error) {
	bytes, err := k.store.ExecutionBytes(ctx)
	if err == nil {
		k.mu.Lock()
		k.state.Bytes = bytes
		k.mu.Unlock()
	}
	return bytes, err
}

func (k *Keeper) delete(ctx context.Context, age store.ExecutionAge, limit int) (int, error) {
	n, err := k.store.DeleteExecutions(ctx, age, limit)
	k.mu.Lock()
	k.state.Deleted += int64(n)
	k.mu.Unlock()
	return n, err
}

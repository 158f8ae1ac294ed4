// Package retention keeps the execution records of a store within bounds of age
// and of space: those of failures longer than the others.
package retention

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/picloud/picloud/store"
)

// Store is the part of a store that a Keeper needs.
type Store interface {
	AppendExecutions(ctx context.Context, batch []store.Execution) error
	ListExecutions(ctx context.Context, q store.ExecutionQuery) ([]store.Execution, error)
	DeleteExecutions(ctx context.Context, age store.ExecutionAge, limit int) (int, error)
	ExecutionBytes(ctx context.Context) (int64, error)
}

var _ Store = store.Executions(nil)

// Options configure a Keeper.
type Options struct {
	// Bounds are those at the start.
	Bounds Bounds

	// Logger gets what goes wrong. Nil discards it.
	Logger *slog.Logger

	// Now is the clock by which records age, for tests. Nil is time.Now.
	Now func() time.Time
}

const (
	// interval is how often the Keeper looks for old records while there are
	// any, and soon how long after its start, or a failure, it looks.
	interval = time.Hour
	soon     = time.Minute

	// patience bounds one sweep.
	patience = 10 * time.Minute
)

// Keeper deletes the records of a store that its bounds have no room for. It
// sleeps unless records are added through it, and looks once an hour while
// there are any. It is safe for concurrent use. Close it to end its goroutine.
type Keeper struct {
	store   Store
	options Options

	wake  chan struct{} // has room for one: a sweep is due
	timer *time.Timer   // wakes
	stop  context.CancelFunc
	done  chan struct{}

	mu    sync.Mutex
	armed bool          // the timer runs
	added int64         // bytes since the last sweep began, about
	swept chan struct{} // closed at the end of the next sweep
	aged  time.Time     // when the records' age was last looked at
	state State
	bounds
}

// State is what a Keeper knows of the records.
type State struct {
	// Bytes is how much space they took when the Keeper last looked, with what
	// was added since. Zero before it has.
	Bytes int64

	// Limit is how much they may take. Zero is no limit.
	Limit int64

	// Deleted counts the records that the Keeper has deleted.
	Deleted int64
}

// New starts a Keeper for a store.
func New(s Store, o Options) *Keeper {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	ctx, stop := context.WithCancel(context.Background())
	k := &Keeper{
		store:   s,
		options: o,
		wake:    make(chan struct{}, 1),
		stop:    stop,
		done:    make(chan struct{}),
		armed:   true,
		swept:   make(chan struct{}),
		bounds:  o.Bounds.effective(),
	}
	k.timer = time.AfterFunc(soon, k.signal)
	go k.work(ctx)
	return k
}

// Close ends what the Keeper does. Records can be added on.
func (k *Keeper) Close() {
	k.stop()
	<-k.done
	k.timer.Stop()
}

// SetBounds changes the bounds. A change applies at once.
func (k *Keeper) SetBounds(b Bounds) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if next := b.effective(); next != k.bounds {
		k.bounds = next
		k.aged = time.Time{}
		k.signal()
	}
}

// State returns what is known of the records.
func (k *Keeper) State() State {
	k.mu.Lock()
	defer k.mu.Unlock()
	s := k.state
	s.Limit = k.bytes
	if s.Bytes > 0 {
		s.Bytes += k.added
	}
	return s
}

// AppendExecutions adds records to the store. When more are added than can be
// deleted in the meantime, it waits for the deletion.
func (k *Keeper) AppendExecutions(ctx context.Context, batch []store.Execution) error {
	if err := k.room(ctx); err != nil {
		return err
	}
	if err := k.store.AppendExecutions(ctx, batch); err != nil {
		return err
	}
	var size int64
	for i := range batch {
		size += sizeOf(&batch[i])
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.added += size
	if k.bytes > 0 && k.added >= k.step() {
		k.signal()
	}
	if !k.armed {
		k.armed = true
		k.timer.Reset(interval)
	}
	return nil
}

// room waits while more was added than there may be room for.
func (k *Keeper) room(ctx context.Context) error {
	for {
		k.mu.Lock()
		full, swept := k.bytes > 0 && k.added >= 2*k.step(), k.swept
		k.mu.Unlock()
		if !full {
			return nil
		}
		select {
		case <-swept:
		case <-k.done:
			return nil
		case <-ctx.Done():
			return fmt.Errorf("waiting for old execution records to be deleted: %w", context.Cause(ctx))
		}
	}
}

// signal makes a sweep due.
func (k *Keeper) signal() {
	select {
	case k.wake <- struct{}{}:
	default: // it is
	}
}

// work sweeps when it is due, until ctx ends.
func (k *Keeper) work(ctx context.Context) {
	defer close(k.done)
	for {
		select {
		case <-ctx.Done():
			return
		case <-k.wake:
		}
		some, err := k.sweep(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			k.options.Logger.Warn("old execution records are not deleted yet", "error", err)
		}
		k.rest(some, err)
	}
}

// rest sets the timer for the next sweep, unless there is nothing to wait for.
func (k *Keeper) rest(some bool, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.armed = some || err != nil || k.added > 0
	switch {
	case err != nil:
		k.timer.Reset(soon)
	case k.armed:
		k.timer.Reset(interval)
	default:
		k.timer.Stop()
	}
}

package remote

import (
	"context"
	"sync"
	"time"

	"github.com/picloud/picloud/sandbox/remote/wire"
)

// ledger knows which executions a node has begun, for callers that have lost a
// connection and want to know whether theirs is one of them. It remembers those
// that have ended for a while.
type ledger struct {
	mu      sync.Mutex
	running map[wire.ID]*running
	recent  map[wire.ID]struct{} // ended, or revoked
	older   map[wire.ID]struct{} // the same, from before recent began
	turned  time.Time            // when recent began
	since   time.Time            // since when everything is known
}

// running is an execution in progress.
type running struct {
	cancel context.CancelFunc
	ended  chan struct{}
}

const (
	// ledgerTurn is how long, and ledgerSize for how many executions, one of
	// the ledger's two halves lasts.
	ledgerTurn = 30 * time.Second
	ledgerSize = 1 << 18
)

func (l *ledger) init() {
	l.running, l.recent, l.older = map[wire.ID]*running{}, map[wire.ID]struct{}{}, map[wire.ID]struct{}{}
	l.turned = time.Now()
	l.since = l.turned
}

// begin notes that an execution begins, which cancel ends. It must not when it
// was begun or revoked before.
func (l *ledger) begin(id wire.ID, cancel context.CancelFunc) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.has(id) {
		return false
	}
	l.running[id] = &running{cancel: cancel, ended: make(chan struct{})}
	return true
}

// end notes that an execution has ended.
func (l *ledger) end(id wire.ID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.running[id].ended)
	delete(l.running, id)
	l.add(id)
}

// revoke makes sure that an execution does not begin, and reports whether it
// has not as far as is known, and for how long everything is. One that is in
// progress is canceled: revoke then waits until it has ended or ctx has.
func (l *ledger) revoke(ctx context.Context, id wire.ID) (known time.Duration, ok bool) {
	l.mu.Lock()
	if current := l.running[id]; current != nil {
		l.mu.Unlock()
		current.cancel()
		select {
		case <-current.ended:
		case <-ctx.Done():
		}
		return 0, false
	}
	defer l.mu.Unlock()
	if l.has(id) {
		return 0, false
	}
	known = time.Since(l.since)
	l.add(id)
	return known, true
}

// has looks in all of the ledger. The caller holds the lock.
func (l *ledger) has(id wire.ID) bool {
	_, running := l.running[id]
	_, recent := l.recent[id]
	_, older := l.older[id]
	return running || recent || older
}

// add notes an id for a while. The caller holds the lock.
func (l *ledger) add(id wire.ID) {
	now := time.Now()
	if now.Sub(l.turned) > ledgerTurn || len(l.recent) >= ledgerSize {
		l.older, l.recent = l.recent, map[wire.ID]struct{}{}
		l.since, l.turned = l.turned, now
	}
	l.recent[id] = struct{}{}
}

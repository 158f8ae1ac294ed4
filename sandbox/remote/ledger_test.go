package remote

import (
	"context"
	"encoding/binary"
	"sync/atomic"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox/remote/wire"
)

func newLedger() *ledger {
	l := new(ledger)
	l.init()
	return l
}

// id is the n-th of a row.
func id(n int) (id wire.ID) {
	binary.LittleEndian.PutUint64(id[:], uint64(n))
	return id
}

func TestLedger_LetsAnExecutionBeginOnce(t *testing.T) {
	t.Parallel()
	l := newLedger()
	if !l.begin(id(1), func() {}) || l.begin(id(1), func() {}) {
		t.Error("it did not begin once")
	}
	l.end(id(1))
	if l.begin(id(1), func() {}) {
		t.Error("it began again after its end")
	}
	if _, ok := l.revoke(t.Context(), id(2)); !ok || l.begin(id(2), func() {}) {
		t.Error("it began after it was revoked")
	}
	if _, ok := l.revoke(t.Context(), id(1)); ok {
		t.Error("what has begun was revoked")
	}
}

func TestLedger_ForgetsAndSaysSo(t *testing.T) {
	t.Parallel()
	l := newLedger()
	born, n := l.since, 1000
	fill := func() {
		for range ledgerSize {
			n++
			l.begin(id(n), func() {})
			l.end(id(n))
		}
	}
	l.begin(id(1), func() {})
	l.begin(id(2), func() {})
	l.end(id(1))
	fill()
	if _, ok := l.revoke(t.Context(), id(1)); ok || !l.since.Equal(born) {
		t.Error("it has forgotten an execution, with half of the ledger left")
	}
	fill()
	fill()
	if !l.since.After(born) {
		t.Error("it has forgotten, and says that it has not")
	}
	if known, _ := l.revoke(t.Context(), id(3)); known >= time.Since(born) {
		t.Errorf("it says that it knows for %s", known)
	}
	if l.begin(id(2), func() {}) {
		t.Error("it forgot an execution in progress")
	}
	if n := len(l.recent) + len(l.older) + len(l.running); n > 2*ledgerSize+1 {
		t.Errorf("it holds %d executions", n)
	}
}

func TestLedger_CancelsWhatIsRevoked(t *testing.T) {
	t.Parallel()
	l := newLedger()
	ctx, cancel := context.WithCancel(t.Context())
	var ended atomic.Bool
	l.begin(id(1), cancel)
	go func() {
		<-ctx.Done()
		ended.Store(true)
		l.end(id(1))
	}()
	if _, ok := l.revoke(t.Context(), id(1)); ok || !ended.Load() {
		t.Error("it was not canceled, or not waited for")
	}
}

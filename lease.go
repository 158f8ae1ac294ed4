package picloud

import (
	"math"
	"sync/atomic"
	"time"
)

// lease counts the requests that use something, which must not be closed before
// the last of them has ended. The zero value is ready.
type lease struct {
	// n is the number of requests. drain makes it very negative, after which no
	// more are let in.
	n atomic.Int64
}

// acquire lets a request in, which release must end. It fails when the lease has
// ended.
func (l *lease) acquire() bool {
	if l.n.Add(1) > 0 {
		return true
	}
	l.n.Add(-1)
	return false
}

func (l *lease) release() { l.n.Add(-1) }

// drain ends the lease when it has been idle for a moment: a connection that was
// kept alive may still deliver a request.
func (l *lease) drain() {
	for idle := 0; idle < drainIdle; time.Sleep(drainInterval) {
		idle++
		if l.n.Load() != 0 || idle == drainIdle && !l.n.CompareAndSwap(0, math.MinInt64/2) {
			idle = 0
		}
	}
}

// awaitIdle waits until no request is left, for as long as limit.
func (l *lease) awaitIdle(limit time.Duration) {
	for start := time.Now(); l.n.Load() != 0 && time.Since(start) < limit; {
		time.Sleep(drainInterval)
	}
}

package local

import (
	"sync"
	"sync/atomic"
	"time"
)

// sweeper runs sweep a while after arm was called, and again for as long as
// sweep says that something is left. It costs nothing when nothing is kept.
type sweeper struct {
	sweep func() (again bool)

	armed  atomic.Bool
	mu     sync.Mutex
	timer  *time.Timer
	closed bool
}

func (s *sweeper) arm(after time.Duration) {
	if s.armed.Load() || s.armed.Swap(true) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.timer = time.AfterFunc(after, func() {
		s.armed.Store(false)
		if s.sweep() {
			s.arm(after)
		}
	})
}

func (s *sweeper) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.timer != nil {
		s.timer.Stop()
	}
}

// sweep drops what was not used for a while.
func (e *Executor) sweep() (again bool) {
	before := time.Now().Add(-e.options.Idle)
	e.scripts.Range(func(key, value any) bool {
		left, unused := value.(*script).sweep(before)
		if unused {
			e.scripts.CompareAndDelete(key, value)
		}
		again = again || left > 0
		return true
	})
	return again
}

package local

import (
	"context"
	"sync"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// script is what is kept for one version of a script: its program, and seats
// with instances that wait for the next call.
type script struct {
	executor *Executor
	source   string

	compiled sync.Once
	program  sandbox.Program
	failure  error

	mu      sync.Mutex
	running int             // calls that hold a place
	lost    int             // calls that were given up and still run
	waiting []chan struct{} // calls in the queue, each gets its place by a send
	idle    []*seat         // the last one was used last
	retired bool
}

// compile compiles the script, once.
func (s *script) compile() (sandbox.Program, error) {
	s.compiled.Do(func() { s.program, s.failure = s.executor.engine.Compile(s.source) })
	return s.program, s.failure
}

// enter takes a place, or waits for one in the queue, which is as long as
// there are places. The outcome is OK when there is a place.
func (s *script) enter(ctx context.Context, limits sandbox.Limits) (taken *seat, queued bool, outcome sandbox.Outcome) {
	s.mu.Lock()
	if s.running < limits.Concurrency && s.lost < limits.Concurrency && len(s.waiting) == 0 {
		s.running++
		taken = s.take()
		s.mu.Unlock()
		return taken, false, sandbox.OK
	}
	if len(s.waiting) >= limits.Concurrency || s.lost >= limits.Concurrency {
		s.mu.Unlock()
		return nil, false, sandbox.Overloaded
	}
	turn := make(chan struct{}, 1)
	s.waiting = append(s.waiting, turn)
	s.mu.Unlock()

	timer := time.NewTimer(limits.Timeout)
	defer timer.Stop()
	select {
	case <-turn:
	case <-timer.C:
		outcome = sandbox.Overloaded
	case <-ctx.Done():
		outcome = sandbox.Canceled
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if outcome == "" {
		return s.take(), true, sandbox.OK
	}
	for i, waiting := range s.waiting {
		if waiting == turn {
			s.waiting = append(s.waiting[:i], s.waiting[i+1:]...)
			return nil, true, outcome
		}
	}
	s.pass() // the turn came at the same moment
	return nil, true, outcome
}

// enterNow takes a place. It returns nil when there is none.
func (s *script) enterNow(limits sandbox.Limits) *seat {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running >= limits.Concurrency {
		return nil
	}
	s.running++
	return s.take()
}

// take returns an idle seat or a new one. The caller holds the lock.
func (s *script) take() *seat {
	if n := len(s.idle); n > 0 {
		taken := s.idle[n-1]
		s.idle[n-1] = nil
		s.idle = s.idle[:n-1]
		return taken
	}
	return newSeat(s)
}

// pass gives a place back: to the first in the queue, if there is one. The
// caller holds the lock.
func (s *script) pass() {
	if len(s.waiting) == 0 {
		s.running--
		return
	}
	first := s.waiting[0]
	s.waiting = s.waiting[1:]
	first <- struct{}{}
}

// leave gives back a place, with its seat for the next call.
func (s *script) leave(used *seat, now time.Time) {
	keep := used.instance != nil
	s.mu.Lock()
	if keep = keep && !s.retired; keep {
		used.used = now
		s.idle = append(s.idle, used)
	}
	s.pass()
	s.mu.Unlock()
	if !keep {
		used.close()
	}
	s.executor.idle.arm(s.executor.options.Idle)
}

// abandon gives back the place of a call that does not end.
func (s *script) abandon() {
	s.executor.lost.Add(1)
	s.mu.Lock()
	s.lost++
	s.pass()
	s.mu.Unlock()
}

// ended notes that an abandoned call has ended after all.
func (s *script) ended() {
	s.executor.lost.Add(-1)
	s.mu.Lock()
	s.lost--
	s.mu.Unlock()
}

// retire drops the idle seats, and those in use when they come back.
func (s *script) retire() {
	s.mu.Lock()
	s.retired = true
	idle := s.idle
	s.idle = nil
	s.mu.Unlock()
	for _, seat := range idle {
		seat.close()
	}
}

// sweep drops seats that nobody used since before. It returns how many seats
// are left idle, and whether nothing at all is left.
func (s *script) sweep(before time.Time) (left int, unused bool) {
	s.mu.Lock()
	n := 0
	for n < len(s.idle) && s.idle[n].used.Before(before) {
		n++
	}
	dropped := append([]*seat(nil), s.idle[:n]...)
	s.idle = append(s.idle[:0:0], s.idle[n:]...)
	left = len(s.idle)
	unused = left == 0 && s.running == 0 && s.lost == 0 && len(s.waiting) == 0
	s.retired = s.retired || unused
	s.mu.Unlock()
	for _, seat := range dropped {
		seat.close()
	}
	return left, unused
}

package process

import (
	"sync"
	"sync/atomic"
	"time"
)

// sweeper stops workers that nobody uses and forgets scripts without one. Its
// timer runs only while there is something to stop.
type sweeper struct {
	executor *Executor
	armed    atomic.Bool // for a time not later than Options.Idle from any call of arm

	mu     sync.Mutex
	timer  *time.Timer
	due    time.Time
	closed bool
}

// arm has the sweeper look after a while, or before.
func (p *sweeper) arm(after time.Duration) {
	if after >= p.executor.options.Idle && p.armed.Load() {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	due := time.Now().Add(after)
	if p.closed || p.armed.Load() && p.due.Before(due) {
		return
	}
	p.armed.Store(true)
	p.due = due
	if p.timer == nil {
		p.timer = time.AfterFunc(after, p.sweep)
		return
	}
	p.timer.Reset(after)
}

func (p *sweeper) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	if p.timer != nil {
		p.timer.Stop()
	}
}

func (p *sweeper) sweep() {
	p.armed.Store(false)
	e := p.executor
	next := time.Duration(-1)
	sooner := func(wait time.Duration, again bool) {
		if again && (next < 0 || wait < next) {
			next = wait
		}
	}
	e.scripts.Range(func(key, value any) bool {
		s := value.(*script)
		wait, again, unused := s.sweep(e.options.Idle)
		if unused && e.scripts.CompareAndDelete(key, value) {
			s.retire() // for those who have found it just before
		}
		sooner(wait, again)
		return true
	})
	sooner(e.checker.sweep())
	if next >= 0 {
		p.arm(max(next, time.Millisecond))
	}
}

// sweep stops the worker of the script when its time has come. Otherwise it
// says when that may be, or that there is nothing left of the script.
func (s *script) sweep(keep time.Duration) (wait time.Duration, again, unused bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if s.past {
		keep = min(keep, linger)
	}
	wait = keep // when it is at work, its time has not begun
	if w := s.worker; w != nil && w.busy == 0 && s.queued() == 0 {
		if wait = w.idle.Add(keep).Sub(now); wait <= 0 {
			s.leave()
		}
	}
	if s.worker != nil || s.starting || s.queued() > 0 {
		return wait, true, false
	}
	if len(s.deaths) > 0 {
		if left := s.deaths[len(s.deaths)-1].Add(crashWindow + crashPause).Sub(now); left > 0 {
			return left, true, false
		}
	}
	return 0, false, true
}

// idleSince is since when the worker of the script has been idle. It reports
// false when there is none, or it is at work.
func (s *script) idleSince() (time.Time, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.worker == nil || s.worker.busy > 0 || s.queued() > 0 {
		return time.Time{}, false
	}
	return s.worker.idle, true
}

// stopIdle stops the worker if it has been idle since then.
func (s *script) stopIdle(since time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.worker == nil || s.worker.busy > 0 || s.queued() > 0 || !s.worker.idle.Equal(since) {
		return false
	}
	s.leave()
	return true
}

// supersede makes a version the live one of its script. The workers of the
// others stay a little longer, for executions that come late.
func (e *Executor) supersede(live *script) {
	found := false
	e.scripts.Range(func(_, value any) bool {
		s := value.(*script)
		if s == live || s.source.Origin() != live.source.Origin() {
			return true
		}
		s.mu.Lock()
		s.live, s.past = false, true
		found = found || s.worker != nil
		s.mu.Unlock()
		return true
	})
	if found {
		e.sweeper.arm(linger)
	}
}

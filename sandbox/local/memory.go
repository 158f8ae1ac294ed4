package local

import (
	"runtime"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/sandbox"
)

const (
	sampleEvery  = 2 * time.Millisecond
	sampleIdle   = 50                     // samples without a call before the monitor sleeps
	collectEvery = 250 * time.Millisecond // between two collections that the monitor asks for
	collectFresh = 10 * time.Millisecond  // for so long a collection tells what is garbage
)

// monitor looks after the calls in progress: it stops those that are due, and
// watches the heap, and stops calls when it grows by more than they may hold.
// The process has one heap, so that this is a guess at who is to blame: the
// call that runs longest goes first.
type monitor struct {
	last   atomic.Uint64 // bytes on the heap, at the last sample
	awake  atomic.Bool
	wake   chan struct{}
	hurry  func() // sample, made once
	grace  time.Duration
	tick   func()
	rest   func()
	closed chan struct{}
	once   sync.Once

	mu    sync.Mutex
	seats map[*seat]struct{}

	collecting atomic.Bool
	collected  atomic.Pointer[time.Time] // when the last collection it asked for ended

	// Of the monitor's goroutine.
	goal     uint64                   // how far the runtime let the heap grow when it started
	victim   *Execution               // stopped last
	stopping map[*Execution]time.Time // stopped, and given up when they have not ended by then
}

func newMonitor(o Options) *monitor {
	m := &monitor{
		wake:     make(chan struct{}, 1),
		grace:    o.Grace,
		tick:     o.Tick,
		rest:     o.Rest,
		closed:   make(chan struct{}),
		seats:    map[*seat]struct{}{},
		stopping: map[*Execution]time.Time{},
	}
	m.hurry = m.sample
	return m
}

// rouse wakes the monitor for a call, which it may see already.
func (m *monitor) rouse(x *Execution) {
	if m.awake.Swap(true) {
		return
	}
	heap := heapBytes()
	x.base = heap
	m.last.Store(heap)
	m.goal = heapGoal()
	go m.run()
}

// watch adds a seat to those that are looked at.
func (m *monitor) watch(s *seat) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seats[s] = struct{}{}
}

// forget takes a seat from those that are looked at.
func (m *monitor) forget(s *seat) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.seats, s)
}

// close stops every call in progress.
func (m *monitor) close() {
	m.once.Do(func() { close(m.closed) })
	m.mu.Lock()
	defer m.mu.Unlock()
	for s := range m.seats {
		if p := s.current.Load(); p != nil {
			p.meter.Stop(sandbox.Crashed)
		}
	}
}

// run looks until there was no call for a while. Then it ends: the next call
// starts it again.
func (m *monitor) run() {
	ticker := time.NewTicker(sampleEvery)
	defer ticker.Stop()
	closed := m.closed
	for idle := 0; ; {
		var now time.Time
		select {
		case now = <-ticker.C:
		case <-m.wake:
			now = time.Now()
		case <-closed:
			closed = nil // what is left goes on to be looked after
			continue
		}
		if m.tick != nil {
			m.tick()
		}
		if m.look(now) {
			idle = 0
		} else if idle++; idle >= sampleIdle {
			if m.sleep() {
				if m.rest != nil {
					m.rest()
				}
				return
			}
			idle = 0
		}
	}
}

// sleep ends the monitor, unless a call began meanwhile that has seen it awake.
func (m *monitor) sleep() bool {
	m.awake.Store(false)
	return !m.busy() || m.awake.Swap(true)
}

// busy reports whether there are calls.
func (m *monitor) busy() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	for s := range m.seats {
		if s.current.Load() != nil {
			return true
		}
	}
	return false
}

// sample has the heap looked at now: a script is about to allocate much.
func (m *monitor) sample() {
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// look takes a sample and stops calls if need be. It reports whether there are
// calls, or were since it looked last.
func (m *monitor) look(now time.Time) (busy bool) {
	collected := m.collected.Load() // before the heap: what is fresh must be in it
	heap := heapBytes()
	m.last.Store(heap)
	m.mu.Lock()
	var oldest *Execution
	for s := range m.seats {
		if s.active.Load() {
			s.active.Store(false)
			busy = true
		}
		x := s.current.Load()
		if x == nil {
			continue
		}
		busy = true
		m.hold(x, now)
		if x != m.victim && heap > x.base+uint64(x.limits.Memory) && (oldest == nil || x.began.Before(oldest.began)) {
			oldest = x
		}
	}
	m.mu.Unlock()
	for x, until := range m.stopping {
		switch {
		case x.ended.Load():
			delete(m.stopping, x)
		case now.After(until):
			delete(m.stopping, x)
			x.giveUp()
		}
	}
	if oldest != nil {
		m.judge(oldest, heap, collected)
	}
	return busy
}

// hold stops a call that is due, or whose client is gone. One that was stopped,
// whatever for, gets a little time to end.
func (m *monitor) hold(x *Execution, now time.Time) {
	switch {
	case now.After(x.due):
		x.meter.Stop(sandbox.Timeout)
	case x.client != nil && x.client.Err() != nil:
		x.meter.Stop(sandbox.Canceled)
	}
	if x.meter.Err() == nil || x.ended.Load() || m.grace == Forever {
		return
	}
	if _, known := m.stopping[x]; !known {
		m.stopping[x] = now.Add(m.grace)
	}
}

// judge stops p when the heap is over its limit and that is not just garbage.
// Twice the allowance is beyond doubt, unless the runtime was about to let the
// heap grow as far when the calls began; else a collection that ended before heap
// was read tells, if it is fresh.
func (m *monitor) judge(p *Execution, heap uint64, collected *time.Time) {
	allowed := p.base + uint64(p.limits.Memory)
	if heap < 2*allowed || heap < m.goal {
		if collected == nil || time.Since(*collected) > collectEvery {
			m.collect()
			return
		}
		if time.Since(*collected) > collectFresh {
			return
		}
		if m.victim != nil && !m.victim.ended.Load() {
			return // what was stopped last has not let go yet
		}
	}
	m.victim = p
	p.meter.Brake(sandbox.MemoryLimit)
}

// collect runs the garbage collector, beside the sampling.
func (m *monitor) collect() {
	if m.collecting.Swap(true) {
		return
	}
	go func() {
		runtime.GC()
		now := time.Now()
		m.collected.Store(&now)
		m.collecting.Store(false)
	}()
}

// heapBytes is what objects take, with those that are garbage.
func heapBytes() uint64 { return gauge("/memory/classes/heap/objects:bytes") }

// heapGoal is up to where the runtime lets the heap grow before it collects.
func heapGoal() uint64 { return gauge("/gc/heap/goal:bytes") }

func gauge(name string) uint64 {
	sample := [1]metrics.Sample{{Name: name}}
	metrics.Read(sample[:])
	return sample[0].Value.Uint64()
}

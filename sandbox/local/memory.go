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

// monitor watches the heap while calls are in progress, and stops calls when
// it grows by more than they may hold. The process has one heap, so that this
// is a guess at who is to blame: the call that runs longest goes first.
type monitor struct {
	last   atomic.Uint64 // bytes on the heap, at the last sample
	awake  atomic.Bool
	wake   chan struct{}
	closed chan struct{}
	once   sync.Once

	mu    sync.Mutex
	seats map[*seat]struct{}

	collecting atomic.Bool
	collected  atomic.Pointer[time.Time] // when the last collection it asked for ended

	victim *inProgress // stopped last; of the monitor's goroutine
}

func newMonitor() *monitor {
	return &monitor{wake: make(chan struct{}, 1), closed: make(chan struct{}), seats: map[*seat]struct{}{}}
}

// begin notes that a call begins and returns what the monitor wants to know
// about its beginning.
func (m *monitor) begin() (now time.Time, heap uint64) {
	if !m.awake.Load() && !m.awake.Swap(true) {
		m.last.Store(heapBytes())
		go m.watchHeap()
	}
	return time.Now(), m.last.Load()
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

// watchHeap samples until there was no call for a while. Then it ends: the
// next call starts it again.
func (m *monitor) watchHeap() {
	ticker := time.NewTicker(sampleEvery)
	defer ticker.Stop()
	for idle := 0; ; {
		select {
		case <-ticker.C:
		case <-m.wake:
		case <-m.closed:
			return
		}
		if m.look() {
			idle = 0
			continue
		}
		if idle++; idle == sampleIdle {
			m.awake.Store(false)
			return
		}
	}
}

// sample has the heap looked at now: a script is about to allocate much.
func (m *monitor) sample() {
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// look takes a sample and stops a call if need be. It reports whether there
// are calls.
func (m *monitor) look() (busy bool) {
	heap := heapBytes()
	m.last.Store(heap)
	m.mu.Lock()
	var oldest *inProgress
	for s := range m.seats {
		p := s.current.Load()
		if p == nil {
			continue
		}
		busy = true
		if p != m.victim && heap > p.base+uint64(p.meter.Limits().Memory) && (oldest == nil || p.began.Before(oldest.began)) {
			oldest = p
		}
	}
	m.mu.Unlock()
	if oldest != nil {
		m.judge(oldest, heap)
	}
	return busy
}

// judge stops p when the heap is over its limit and that is not just garbage.
// Garbage is at most about as much as what lives, so that twice the allowance
// is beyond doubt; below that, a collection tells.
func (m *monitor) judge(p *inProgress, heap uint64) {
	allowed := p.base + uint64(p.meter.Limits().Memory)
	if heap < 2*allowed {
		ended := m.collected.Load()
		if ended == nil || time.Since(*ended) > collectEvery {
			m.collect()
			return
		}
		if time.Since(*ended) > collectFresh {
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

func heapBytes() uint64 {
	sample := [1]metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample[:])
	return sample[0].Value.Uint64()
}

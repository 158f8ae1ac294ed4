package sandbox

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// Meter bounds what one call may use. One goroutine, the one that runs the
// script, spends; any goroutine may stop it. Use NewMeter or Init.
type Meter struct {
	limits   Limits
	left     int64
	reserved int64
	sampled  int64
	stopped  atomic.Pointer[LimitError]
	sample   func()

	mu     sync.Mutex
	brake  func()
	halt   chan struct{} // made when somebody asks for it
	halted bool          // halt is closed
}

// NewMeter returns a meter for limits, whose Operations, CallDepth and Memory
// count. A zero there is taken from DefaultLimits. Sample, when not nil, is
// called by the spending goroutine now and then while the script allocates
// much, so that the memory can be looked at before more is taken.
func NewMeter(limits Limits, sample func()) *Meter {
	m := new(Meter)
	m.Init(limits, sample)
	return m
}

// Init makes the zero Meter what NewMeter returns, for one that is part of
// something larger.
func (m *Meter) Init(limits Limits, sample func()) {
	m.limits = limits.Or(DefaultLimits())
	m.left, m.sample = m.limits.Operations, sample
}

// Limits are the limits that the meter keeps, without zeros.
func (m *Meter) Limits() Limits { return m.limits }

// Stop ends the call with outcome, which the script's goroutine notices when
// it spends next. The first stop counts; Stop reports whether it was this one.
func (m *Meter) Stop(outcome Outcome) bool {
	if !m.stopped.CompareAndSwap(nil, &LimitError{Outcome: outcome, Message: m.describe(outcome)}) {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closeHalt()
	return true
}

// Arm sets what Brake calls, or takes it away when brake is nil. An engine
// arms the meter while it runs a script: brake must interrupt the script at
// once, and may leave the instance unusable until it is reset.
func (m *Meter) Arm(brake func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.brake = brake
}

// Brake stops the script like Stop, and does not wait for it to notice: for
// when memory runs out.
func (m *Meter) Brake(outcome Outcome) {
	m.Stop(outcome)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.brake != nil {
		m.brake()
	}
}

// Err says why the meter was stopped, and is nil while it was not. It may be
// called from any goroutine.
func (m *Meter) Err() *LimitError { return m.stopped.Load() }

// Halted is closed when the meter is stopped, for what waits while the script
// sleeps.
func (m *Meter) Halted() <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.halt == nil {
		m.halt = make(chan struct{})
	}
	if m.stopped.Load() != nil {
		m.closeHalt()
	}
	return m.halt
}

// closeHalt tells those who wait that the meter was stopped. The caller holds
// the lock.
func (m *Meter) closeHalt() {
	if m.halt != nil && !m.halted {
		m.halted = true
		close(m.halt)
	}
}

// Spend takes n operations from the budget. The error is not nil when the
// budget is used up or the meter was stopped: then the script must end.
func (m *Meter) Spend(n int64) *LimitError {
	if n < 0 || n > m.left { // negative: more than fits
		m.left = 0
		m.Stop(OperationLimit)
	} else {
		m.left -= n
	}
	return m.stopped.Load()
}

// Used is how many operations were spent: for the goroutine that spends, and
// for others after it has ended.
func (m *Meter) Used() int64 { return m.limits.Operations - m.left }

// Refund gives back n operations that were taken in advance and not used.
func (m *Meter) Refund(n int64) {
	if m.stopped.Load() == nil {
		m.left += n
	}
}

// Allocate announces that bytes are about to be allocated. The error is not
// nil when that is too much or the meter was stopped.
func (m *Meter) Allocate(bytes int64) *LimitError {
	if bytes < 0 || bytes > m.limits.Memory {
		m.Stop(MemoryLimit)
		return m.stopped.Load()
	}
	m.reserved += bytes
	if m.sample != nil && m.reserved-m.sampled > m.limits.Memory/4 {
		m.sampled = m.reserved
		m.sample()
	}
	return m.stopped.Load()
}

func (m *Meter) describe(outcome Outcome) string {
	switch outcome {
	case Timeout:
		return fmt.Sprintf("the script ran longer than its limit of %s", m.limits.Timeout.Round(time.Millisecond))
	case OperationLimit:
		return fmt.Sprintf("the script made more than %d loop turns and calls", m.limits.Operations)
	case MemoryLimit:
		return fmt.Sprintf("the script needed more than its limit of %d bytes of memory", m.limits.Memory)
	case DepthLimit:
		return fmt.Sprintf("calls nested deeper than about %d levels", m.limits.CallDepth)
	case Canceled:
		return "the client went away"
	case Crashed:
		return "the executor was closed"
	default:
		return "the script was stopped: " + string(outcome)
	}
}

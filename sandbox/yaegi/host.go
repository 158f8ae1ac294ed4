package yaegi

import (
	"runtime"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/yaegi/symbols"
	"github.com/picloud/picloud/sdk"
)

// refillEvery is how many ticks a script gets between two looks at its meter.
// Recursion may go deeper by as many levels before it is noticed.
const refillEvery = 512

// framesPerLevel is how many native stack frames one level of calls takes at
// the least; callbacks through native code take more.
const framesPerLevel = 2

// host is what a script's code can reach of the process: the counters, the
// native helpers and what the packages of package symbols ask for. All its
// methods but run are called on the goroutine of the current call.
type host struct {
	budget  *int // the interpreted counter, when it is known where it is
	locate  func() *int
	meter   *sandbox.Meter
	inv     *sandbox.Invocation
	taken   int    // ticks that were given to the counter and not yet accounted for
	brake   func() // interrupts the interpreter
	killed  bool
	frames  int // native stack frames that calls may take
	trace   trace
	table   *lineTable
	types   []*symbols.Type
	caught  symbols.Caught
	log     *sdk.Logger // of all calls, once one wanted it
	running []*Defers   // that run what was deferred, the innermost last
}

// Interface guards
var _ symbols.ValueHost = (*host)(nil)

// Types implements symbols.ValueHost.
func (h *host) Types() []*symbols.Type { return h.types }

// Caught implements symbols.ValueHost.
func (h *host) Caught() *symbols.Caught { return &h.caught }

// PanicValue implements symbols.ValueHost.
func (h *host) PanicValue(v any) (any, bool) {
	h.trace.reset()
	if p, ok := v.(*scriptPanic); ok {
		return p.value, true
	}
	switch v := runtimePanic(v).(type) {
	case *symbols.LimitError, *symbols.Unsupported:
		return v, false
	default:
		return v, true
	}
}

// run runs body under m and hands how it ended to done. A script that is
// stopped ends by runtime.Goexit, which nothing in the script can catch and
// which unwinds fast however deep the stack is; it takes the goroutine with it,
// after done was called.
func (h *host) run(m *sandbox.Meter, inv *sandbox.Invocation, body func() error, done func(error)) {
	h.meter, h.inv, h.killed = m, inv, false
	h.frames = m.Limits().CallDepth*framesPerLevel + 64
	h.trace.reset()
	h.caught = symbols.Caught{}
	h.running = h.running[:0]
	var err error
	defer func() {
		m.Arm(nil)
		h.settle()
		h.meter, h.inv = nil, nil
		if m.Err() != nil {
			err = m.Err()
		}
		done(err)
	}()
	m.Arm(h.brake)
	if h.budget != nil {
		h.check(m.Spend(refillEvery))
		h.grant()
	}
	err = h.attempt(body)
}

// attempt runs body. A panic becomes an error, whose text may come from a
// method of the script.
func (h *host) attempt(body func() error) (err error) {
	var value any
	returned := false
	func() {
		defer func() {
			if !returned {
				value = recover()
			}
		}()
		err = body()
		returned = true
	}()
	if returned || h.meter.Err() != nil {
		return err
	}
	return h.panicError(value)
}

// settle gives back the ticks that were not used.
func (h *host) settle() {
	if h.budget != nil && !h.killed && *h.budget > 0 {
		h.meter.Refund(int64(min(*h.budget, h.taken)))
	}
	h.taken = 0
}

// refill accounts for a slice of ticks and puts it into the counter, or ends
// the script when its budget is used up or it was stopped.
func (h *host) refill() {
	h.check(h.meter.Spend(refillEvery))
	var pc [1]uintptr
	if runtime.Callers(h.frames, pc[:]) > 0 {
		h.meter.Stop(sandbox.DepthLimit)
		h.check(h.meter.Err())
	}
	h.grant()
}

// grant puts a slice of ticks that was accounted for into the counter.
func (h *host) grant() {
	h.taken = refillEvery
	if h.budget == nil {
		h.budget = h.locate()
	}
	if h.budget != nil {
		// A stride may have been counted beyond what was there.
		*h.budget = refillEvery + max(min(*h.budget, 0), -longStride)
	}
}

// check ends the script when err is not nil. The counter stays below zero, so
// that deferred calls and callbacks, which native code may still make while
// the stack unwinds, end at their first tick.
func (h *host) check(err *sandbox.LimitError) {
	if err == nil {
		return
	}
	h.killed = true
	if h.budget != nil {
		*h.budget = -1
	}
	runtime.Goexit()
}

// Charge implements symbols.Host.
func (h *host) Charge(ops int64) {
	h.check(h.meter.Spend(ops))
}

// Allocate implements symbols.Host.
func (h *host) Allocate(bytes int64) {
	h.check(h.meter.Allocate(bytes))
}

// Print implements symbols.Host.
func (h *host) Print(text string) {
	if h.inv != nil && h.inv.Print != nil {
		h.inv.Print(text)
	}
}

// Write is where the interpreter's print and println go.
func (h *host) Write(p []byte) (int, error) {
	h.Print(string(p))
	return len(p), nil
}

// Sleep implements symbols.Host. It ends early when the script is stopped.
func (h *host) Sleep(d time.Duration) {
	if d > 0 {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-h.meter.Halted():
		}
	}
	h.check(h.meter.Err())
}

package local

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sdk"
)

// seat is a place with an instance, or without one before the first call. One
// call uses it at a time.
type seat struct {
	script   *script
	instance sandbox.Instance
	dirty    bool      // the instance must be reset before the next call
	used     time.Time // when it became idle

	timer *time.Timer
	done  chan answer

	// What other goroutines look at while a call is in progress.
	current atomic.Pointer[inProgress]
	watched bool
}

// inProgress is a call in progress, as the memory monitor sees it.
type inProgress struct {
	meter *sandbox.Meter
	began time.Time
	base  uint64 // bytes on the heap when it began

	// ended is set by whichever comes first: the end of the call, or giving up
	// on it. The other then knows.
	ended atomic.Bool
}

type answer struct {
	response *sdk.Response
	err      error
}

func newSeat(s *script) *seat {
	t := &seat{script: s, done: make(chan answer, 1), timer: time.NewTimer(time.Hour)}
	t.timer.Stop()
	return t
}

// begin starts the deadline of a call.
func (t *seat) begin(m *sandbox.Meter, timeout time.Duration) {
	t.timer.Reset(timeout)
	memory := t.script.executor.memory
	p := &inProgress{meter: m}
	p.began, p.base = memory.begin()
	t.current.Store(p)
	if !t.watched {
		t.watched = true
		memory.watch(t)
	}
}

// warm makes the instance ready, in the background.
func (t *seat) warm(m *sandbox.Meter) {
	p := t.current.Load()
	go func() { t.finish(p, nil, t.ready(m)) }()
}

// ready resets the instance or makes one.
func (t *seat) ready(m *sandbox.Meter) error {
	if t.instance != nil {
		err := t.instance.Reset(m)
		t.dirty = err != nil
		return err
	}
	program, err := t.script.compile()
	if err != nil {
		return err
	}
	t.instance, err = program.Instantiate(m)
	if err != nil {
		t.instance = nil
	}
	return err
}

// call runs the entry point, in the background.
func (t *seat) call(m *sandbox.Meter, in *sandbox.Invocation) {
	p := t.current.Load()
	t.instance.Call(m, in, func(response *sdk.Response, err error) { t.finish(p, response, err) })
}

// finish hands over how a step of the call ended, or, when the call was given
// up, cleans up behind it.
func (t *seat) finish(p *inProgress, response *sdk.Response, err error) {
	if p.ended.Swap(true) {
		t.current.Store(nil)
		t.close()
		t.script.ended()
		return
	}
	t.done <- answer{response, err}
}

// wait returns the answer of the step in progress. At the deadline, or when
// the client goes away, it stops the script, gives it a little time to end,
// and then gives it up.
func (t *seat) wait(ctx context.Context, m *sandbox.Meter, grace time.Duration) (a answer, ended bool) {
	select {
	case a = <-t.done:
		return a, true
	case <-t.timer.C:
		m.Stop(sandbox.Timeout)
	case <-ctx.Done():
		m.Stop(sandbox.Canceled)
	case <-m.Halted():
	}
	t.timer.Reset(grace)
	select {
	case a = <-t.done:
		return a, true
	case <-t.timer.C:
	}
	if t.current.Load().ended.Swap(true) {
		return <-t.done, true // it ended at the same moment
	}
	return answer{}, false
}

// next starts the next step of the call.
func (t *seat) next() {
	p := t.current.Load()
	t.current.Store(&inProgress{meter: p.meter, began: p.began, base: p.base})
}

// end notes how the call ended.
func (t *seat) end(err error) {
	t.current.Store(nil)
	t.timer.Stop()
	if _, ok := errors.AsType[*sandbox.HandleError](err); err != nil && !ok {
		t.dirty = true
	}
}

// close releases the seat.
func (t *seat) close() {
	t.timer.Stop()
	if t.watched {
		t.script.executor.memory.forget(t)
	}
	if t.instance != nil {
		t.instance.Close()
		t.instance = nil
	}
}

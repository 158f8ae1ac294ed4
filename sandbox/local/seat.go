package local

import (
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sdk"
)

// seat is a place with an instance, or without one before the first call. One
// call uses it at a time.
//
// Scripts run on the seat's own goroutine, which is kept like the instance: its
// stack has grown to what the script needs. Calls that bring a goroutine along
// use that one.
type seat struct {
	script   *script
	instance sandbox.Instance
	dirty    bool      // the instance must be reset before the next call
	used     time.Time // when it became idle

	jobs chan *Execution // to the seat's goroutine; nil before it is needed
	done chan answer

	// What calls are given, made once.
	log      func(level slog.Level, msg string, attrs map[string]string)
	print    func(text string)
	finished func(*sdk.Response, error)

	// running is the call in progress, for the goroutine that runs it; current
	// is the same for the monitor.
	running *Execution
	current atomic.Pointer[Execution]
	watched bool

	// active is whether a call began since the monitor looked last, which may never
	// find a short one in progress.
	active atomic.Bool
}

func newSeat(s *script) *seat {
	t := &seat{script: s, done: make(chan answer, 1)}
	t.log = func(level slog.Level, msg string, attrs map[string]string) { t.running.logs.log(level, msg, attrs) }
	t.print = func(text string) { t.running.logs.print(text) }
	t.finished = func(response *sdk.Response, err error) { t.running.finish(answer{response: response, err: err}) }
	return t
}

// begin has the monitor look after a call.
func (t *seat) begin(x *Execution) {
	memory := t.script.executor.memory
	x.base = memory.last.Load()
	t.current.Store(x)
	if !t.active.Load() {
		t.active.Store(true)
	}
	if !t.watched {
		t.watched = true
		memory.watch(t)
	}
	if !memory.awake.Load() {
		memory.rouse(x)
	}
}

// start runs a call on the seat's goroutine.
func (t *seat) start(x *Execution) {
	if t.jobs == nil {
		t.jobs = make(chan *Execution, 1)
		go t.serve(t.jobs)
	}
	t.jobs <- x
}

// serve runs one call after the other. A script that was stopped may end the
// goroutine: then another one takes its place.
func (t *seat) serve(jobs chan *Execution) {
	closed := false
	defer func() {
		if !closed {
			go t.serve(jobs)
		}
	}()
	for x := range jobs {
		t.run(x)
	}
	closed = true
}

// run runs a call on the caller's goroutine, and ends it by finish.
func (t *seat) run(x *Execution) {
	t.running = x
	if t.instance == nil || t.dirty {
		if err := t.ready(&x.meter); err != nil {
			x.finish(answer{err: err})
			return
		}
		x.warm.Store(max(int64(time.Since(x.began)), 1))
	}
	t.instance.Call(&x.meter, &x.invocation, t.finished)
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

// finish hands over how a call ended, or, when the call was given up, cleans up
// behind it.
func (x *Execution) finish(a answer) {
	t := x.seat
	switch {
	case x.ended.Swap(true):
		t.current.Store(nil)
		t.close()
		t.script.ended()
	case x.done != nil:
		x.complete(a)
	default:
		t.done <- a
	}
}

// giveUp answers for a call that does not end.
func (x *Execution) giveUp() {
	if x.done == nil && !x.ended.Swap(true) {
		x.seat.done <- answer{lost: true}
	}
}

// end notes how the call ended.
func (t *seat) end(err error) {
	t.current.Store(nil)
	if _, ok := errors.AsType[*sandbox.HandleError](err); err != nil && !ok {
		t.dirty = true
	}
}

// close releases the seat.
func (t *seat) close() {
	if t.jobs != nil {
		close(t.jobs)
		t.jobs = nil
	}
	if t.watched {
		t.script.executor.memory.forget(t)
	}
	if t.instance != nil {
		t.instance.Close()
		t.instance = nil
	}
}

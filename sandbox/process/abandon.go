package process

import (
	"errors"
	"os"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/process/wire"
)

// abandon leaves an exchange whose execution goes on: its client has been
// answered, or is gone. The worker is told. Until the time given the execution
// is allowed to go on; from then on the worker gets no new ones, and it has
// drainTime before it is killed.
func (x *exchange) abandon(until time.Time) {
	if until.IsZero() {
		x.script.mu.Lock()
		x.seat.worker.stuck++
		x.script.mu.Unlock()
	}
	d := &drain{
		executor: x.executor,
		script:   x.script,
		limits:   x.limits,
		seat:     x.seat,
		id:       x.id,
		place:    x.place,
		head:     x.head,
		sent:     x.sent,
		shared:   x.shared,
	}
	if !x.executor.background(func() { d.run(until) }) {
		x.seat.worker.calls.Add(-1) // the executor is being closed, and the worker with it
	}
}

// drain reads what an abandoned exchange still has to say.
type drain struct {
	executor *Executor
	script   *script
	limits   sandbox.Limits
	seat     seat
	id       uint32
	place    bool
	head     bool
	sent     int64
	shared   bool
}

// run gives back the seat when the execution has stopped, or kills the worker.
func (d *drain) run(until time.Time) {
	w := d.seat.worker
	// When the worker does not take it, it is killed for that.
	_ = w.tell(wire.Cancel, d.id, nil)
	stuck := until.IsZero()
	err := os.ErrDeadlineExceeded
	if !stuck {
		if err = d.skip(until); errors.Is(err, os.ErrDeadlineExceeded) {
			d.script.mu.Lock()
			w.stuck++
			d.script.mu.Unlock()
			stuck = true
		}
	}
	if stuck {
		err = d.skip(time.Now().Add(drainTime))
	}
	switch {
	case err == nil:
		d.script.mu.Lock()
		defer d.script.mu.Unlock()
		if stuck {
			w.stuck--
		}
		d.script.giveBack(d.seat, d.place)
		return
	case errors.Is(err, os.ErrDeadlineExceeded):
		d.executor.options.Logger.Warn("a script does not stop: killing its worker", "script", d.script.source.ID,
			"version", d.script.source.Version, "pid", w.cmd.Process.Pid, "limit", d.limits.Timeout.String())
		w.kill(causeStuck)
	default:
		w.accuse(err)
		w.kill(causeSilent)
	}
	w.calls.Add(-1)
}

// skip waits for the result.
func (d *drain) skip(until time.Time) error {
	if d.shared {
		timer := time.NewTimer(time.Until(until))
		defer timer.Stop()
		for {
			select {
			case w := <-d.seat.pair.heard:
				switch {
				case errors.Is(w.err, os.ErrDeadlineExceeded), errors.Is(w.err, errGone):
					continue // nobody waits for it as it is
				case w.elsewhere:
					d.shared = false
					return d.skipPair(until)
				}
				return w.err
			case <-timer.C:
				return os.ErrDeadlineExceeded
			}
		}
	}
	return d.skipPair(until)
}

// skipPair reads up to the result.
func (d *drain) skipPair(until time.Time) error {
	pair := d.seat.pair
	if err := pair.raw.SetReadDeadline(until); err != nil {
		return err
	}
	for {
		f, err := pair.in.Next()
		if err != nil {
			return err
		}
		switch {
		case f.ID != d.id:
			return &wire.ProtocolError{Reason: "a response to another request"}
		case f.Type == wire.Result:
			if _, err := pair.in.Message(f, wire.MaxResult(d.limits)); err != nil {
				return err
			}
			if pair.in.Buffered() > 0 {
				return &wire.ProtocolError{Reason: "more than one response"}
			}
			pair.in.Release()
			return nil
		case f.Type == wire.Response && !d.head:
			d.head = true
		case f.Type == wire.Body && d.head:
			if d.sent += int64(len(f.Payload)); d.sent > d.limits.ResponseBytes {
				return &wire.ProtocolError{Reason: "a response body over the limit"}
			}
		default:
			return &wire.ProtocolError{Reason: "a frame out of turn"}
		}
	}
}

package process

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/process/wire"
)

// readUntil sets the deadline of the next reads. An interruption is not undone
// by it.
func (x *exchange) readUntil(due time.Time) error {
	if err := x.seat.pair.raw.SetReadDeadline(due); err != nil {
		return err
	}
	if x.canceled.Load() {
		return os.ErrDeadlineExceeded
	}
	return nil
}

// receive reads the response and passes it on.
func (x *exchange) receive() error {
	pair := x.seat.pair
	if err := x.readUntil(x.due); err != nil {
		return err
	}
	// For the rest of the response, once it has begun: neither the script's run
	// nor what the client takes counts.
	patience := x.limits.Timeout
	for {
		begun, asked := x.head, time.Now()
		f, err := pair.in.Next()
		if err != nil {
			return err
		}
		if begun {
			patience -= time.Since(asked)
		}
		if f.ID != x.id {
			return &wire.ProtocolError{Reason: "a response to another request"}
		}
		if f.Type == wire.Result {
			return x.finish(f)
		}
		if err := x.accept(f); err != nil {
			return err
		}
		if x.complete && pair.in.Buffered() > 0 {
			continue
		}
		if x.place && !x.complete {
			// The script has ended. What is left is up to the client.
			x.place = false
			x.script.giveBackPlace(&x.seat)
			x.meet()
		}
		if err := x.readUntil(time.Now().Add(patience)); err != nil {
			return err
		}
	}
}

// accept takes the head of the response or a piece of its body.
func (x *exchange) accept(f wire.Frame) error {
	switch {
	case f.Type == wire.Response && !x.head:
		head, err := wire.DecodeResponse(f.Payload)
		if err != nil {
			return err
		}
		x.head, x.complete = true, f.Flags&wire.End != 0
		if !x.discard {
			x.begin(head)
		}
	case f.Type == wire.Body && x.head && !x.complete:
		x.complete = f.Flags&wire.End != 0
		x.sent += int64(len(f.Payload))
		if x.sent > x.limits.ResponseBytes {
			return &wire.ProtocolError{Reason: "a response body over the limit"}
		}
		x.pass(f.Payload)
	default:
		return &wire.ProtocolError{Reason: fmt.Sprintf("a frame of type %d out of turn", f.Type)}
	}
	return nil
}

// pass writes a piece of the body to the client.
func (x *exchange) pass(piece []byte) {
	if x.discard || len(piece) == 0 {
		return
	}
	x.client.await(waitsToFetch)
	_, err := x.responder.Write(piece)
	x.client.came()
	x.passed(err)
}

// passed notes how writing to the client went.
func (x *exchange) passed(err error) {
	if err == nil || errors.Is(err, http.ErrBodyNotAllowed) {
		return
	}
	x.discard = true
	x.result.Outcome = sandbox.Canceled
	x.result.Error = "writing the response: " + err.Error()
	if x.client.wasCut() {
		x.result.Error = "the client was too slow in taking the response, and others waited"
	}
}

// finish takes the result.
func (x *exchange) finish(f wire.Frame) error {
	pair := x.seat.pair
	message, err := pair.in.Message(f, wire.MaxResult(x.limits))
	if err != nil {
		return err
	}
	r, err := wire.DecodeResult(message, x.limits, x.began)
	if err != nil {
		return err
	}
	if pair.in.Buffered() > 0 {
		return &wire.ProtocolError{Reason: "more than one response"}
	}
	if x.head && !x.complete || !x.head && r.Outcome == sandbox.OK {
		return &wire.ProtocolError{Reason: "a result before the end of the response"}
	}
	pair.in.Release()
	x.note(r)
	return nil
}

// note takes over what the worker says of the execution.
func (x *exchange) note(r sandbox.Result) {
	if x.result.Outcome == "" {
		x.result.Outcome, x.result.Error = r.Outcome, r.Error
	}
	x.result.Logs, x.result.Dropped = r.Logs, r.Dropped
	x.result.Usage.Warm += r.Usage.Warm
	x.result.Usage.Run = r.Usage.Run
	x.result.Usage.Operations = r.Usage.Operations
}

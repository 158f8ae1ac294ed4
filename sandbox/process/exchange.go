package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/process/wire"
)

// exchange is one execution, as its request and response pass through.
type exchange struct {
	executor *Executor
	script   *script
	call     *sandbox.Call
	limits   sandbox.Limits
	seat     seat
	id       uint32
	due      time.Time
	place    bool    // it has a place, that was not given back yet
	client   *client // when it may be slow, as far as this exchange is concerned
	result   sandbox.Result
	began    time.Time
	started  time.Time // when it had its seat
	shared   bool      // its answer comes on the lane

	// Of the response.
	head      bool // it has come
	complete  bool // so has all of the body
	sent      int64
	discard   bool // nobody wants the response any more
	responder http.ResponseWriter

	canceled    atomic.Bool
	interrupted chan struct{}
}

// Execute implements sandbox.Executor. Request bodies are read up to 64 KiB
// before anything is taken; the rest of a larger one is passed on as it comes,
// and takes a place when it is complete: slow uploads take none.
func (e *Executor) Execute(ctx context.Context, call *sandbox.Call, w http.ResponseWriter) sandbox.Result {
	if e.closed.Load() {
		return sandbox.Result{Outcome: sandbox.Crashed, Error: "the executor is closed"}
	}
	x := exchanges.Get().(*exchange)
	*x = exchange{executor: e, call: call, limits: e.limits(call.Limits), id: rand.Uint32(), responder: w, began: time.Now()}
	result := x.execute(ctx)
	*x = exchange{}
	exchanges.Put(x)
	return result
}

// exchanges are those that have ended. One that a panic passes through is not
// used again.
var exchanges = sync.Pool{New: func() any { return new(exchange) }}

func (x *exchange) execute(ctx context.Context) sandbox.Result {
	e, call := x.executor, x.call
	u := upload{x: x, buf: requestBuffers.Get().(*[]byte)}
	defer requestBuffers.Put(u.buf)
	u.begin()
	if u.failure != nil {
		return x.bodyFailed(ctx, u.failure)
	}

	began := time.Now()
	x.script = e.script(call.Script)
	taken, refuse := x.script.enter(ctx, x.limits, u.more)
	waited := time.Since(began)
	if refuse != nil {
		result := *refuse
		result.Usage.Queued = max(waited-result.Usage.Warm, 0)
		return result
	}
	x.seat, x.place = taken, !u.more
	x.result.Usage.Warm = min(taken.warm, waited)
	x.result.Usage.Queued = waited - x.result.Usage.Warm
	e.watcher.wake()
	x.started = began.Add(waited)
	if u.lane {
		x.share(ctx, &u)
	} else {
		x.run(ctx, &u)
	}
	return x.result
}

// requestBuffers hold the head of a request and a piece of its body.
var requestBuffers = sync.Pool{New: func() any { return new([]byte) }}

// share is the exchange of a small request, on the lane.
func (x *exchange) share(ctx context.Context, u *upload) {
	ended := false
	defer func() {
		if !ended { // a panic of the ResponseWriter passes through
			x.drop()
		}
	}()
	lane, pair := x.seat.worker.lane, x.seat.pair
	x.due, x.shared = x.started.Add(x.limits.Timeout+deadlineGrace), true
	err := lane.send(ctx, x.id, pair, x.due, u.call(pair))
	for errors.Is(err, errIDTaken) {
		x.id = rand.Uint32()
		err = lane.send(ctx, x.id, pair, x.due, u.call(pair))
	}
	if err == nil {
		w := <-pair.heard
		switch {
		case errors.Is(w.err, errGone):
			x.canceled.Store(true)
			err = os.ErrDeadlineExceeded
		case w.elsewhere:
			x.shared = false
			err = x.follow(ctx)
		case w.err != nil:
			err = w.err
		default:
			err = x.take(w.payload)
		}
	}
	ended = true
	if x.seat.worker != nil {
		x.end(err)
	}
}

// take takes an answer that came whole. The seat is free before it is passed
// on: the client may be slow.
func (x *exchange) take(payload string) error {
	r, err := wire.DecodeReturn(payload, x.limits, x.began)
	if err != nil {
		return err
	}
	x.note(r.Result)
	x.script.release(x.seat, x.place)
	x.seat = seat{}
	if r.Head.Status == 0 {
		return nil
	}
	x.begin(r.Head)
	if r.Body == "" {
		return nil
	}
	// The client gets it from a buffer of its own connection's.
	if w, ok := x.responder.(io.StringWriter); ok {
		_, err = w.WriteString(r.Body)
	} else {
		_, err = x.responder.Write([]byte(r.Body))
	}
	x.passed(err)
	return nil
}

// drop gives up an exchange in the midst of it, and its worker.
func (x *exchange) drop() {
	x.part()
	if x.seat.worker != nil {
		x.seat.worker.kill(causeLost)
		x.seat.worker.calls.Add(-1)
	}
}

// follow reads the response from the pair. The client may go away meanwhile.
func (x *exchange) follow(ctx context.Context) error {
	if ctx.Done() == nil {
		return x.receive()
	}
	x.interrupted = make(chan struct{})
	stop := context.AfterFunc(ctx, x.interrupt)
	err := x.receive()
	if !stop() {
		<-x.interrupted
	}
	return err
}

// run is the exchange of any other request, on a pair of pipes.
func (x *exchange) run(ctx context.Context, u *upload) {
	ended := false
	defer func() {
		if !ended { // a panic of the body or of the ResponseWriter passes through
			x.drop()
		}
	}()
	var stop func() bool
	if ctx.Done() != nil {
		x.interrupted = make(chan struct{})
		stop = context.AfterFunc(ctx, x.interrupt)
	}
	x.due = x.started.Add(x.limits.Timeout + deadlineGrace)
	if u.more {
		x.meet()
	}
	err := u.send(ctx)
	if err == nil {
		x.due = time.Now().Add(x.limits.Timeout + deadlineGrace)
		if u.failure != nil || u.refused != nil {
			x.discard = true
		}
		err = x.receive()
	}
	if stop != nil && !stop() {
		<-x.interrupted
	}
	if u.failure != nil {
		failed := x.bodyFailed(ctx, u.failure)
		x.result.Outcome, x.result.Error, x.result.BodyErr = failed.Outcome, failed.Error, failed.BodyErr
		if x.client.wasCut() {
			x.result.Outcome, x.result.Error = sandbox.Canceled, "the client was too slow in sending the request, and others waited"
		}
	}
	if u.refused != nil {
		x.result.Outcome, x.result.Error = u.refused.Outcome, u.refused.Error
	}
	ended = true
	x.end(err)
}

// interrupt ends what the exchange waits for: the client is gone.
func (x *exchange) interrupt() {
	defer close(x.interrupted)
	x.canceled.Store(true)
	// It fails when the pipe is closed: then nothing waits.
	_ = x.seat.pair.raw.SetReadDeadline(time.Unix(1, 0))
}

func (x *exchange) begin(head wire.Head) {
	head.Header(x.responder.Header())
	x.responder.WriteHeader(head.Status)
	x.result.Wrote = true
}

// bodyFailed is the result of an execution whose request body did not come.
func (x *exchange) bodyFailed(ctx context.Context, err error) sandbox.Result {
	outcome := sandbox.Failed
	if ctx.Err() != nil {
		outcome = sandbox.Canceled
	}
	return sandbox.Result{Outcome: outcome, Error: "reading the request body: " + err.Error(), BodyErr: err}
}

// end gives back the seat after an exchange that ended with err.
func (x *exchange) end(err error) {
	x.part()
	if err == nil {
		x.script.release(x.seat, x.place)
		return
	}
	x.result.Usage.Run = time.Since(x.began) - x.result.Usage.Queued - x.result.Usage.Warm
	late := errors.Is(err, os.ErrDeadlineExceeded)
	switch {
	case late && x.canceled.Load():
		x.fail(sandbox.Canceled, "the client went away")
		x.abandon(x.due)
	case late && !x.head:
		x.fail(sandbox.Timeout, fmt.Sprintf("the script ran longer than its limit of %s", x.limits.Timeout.Round(time.Millisecond)))
		x.abandon(time.Time{})
	default:
		x.lose(err, late)
		x.seat.worker.calls.Add(-1)
	}
}

// lose ends an exchange whose worker is gone, or has to go.
func (x *exchange) lose(err error, late bool) {
	w := x.seat.worker
	switch {
	case late:
		w.accuse(&wire.ProtocolError{Reason: "a response that stalls"})
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
	default:
		w.accuse(err)
	}
	select {
	case <-w.dead:
	case <-time.After(closeWait):
		w.kill(causeSilent) // it closed the pipes of the exchange only
		<-w.dead
	}
	x.fail(w.verdict.outcome, w.verdict.reason)
}

// closeWait is how long a worker that closes a pipe has to die of it.
const closeWait = 200 * time.Millisecond

func (x *exchange) fail(outcome sandbox.Outcome, reason string) {
	if x.result.Outcome == "" || x.result.Outcome == sandbox.OK {
		x.result.Outcome, x.result.Error = outcome, reason
	}
}

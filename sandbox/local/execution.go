package local

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sdk"
	"github.com/picloud/picloud/sdk/sdkrun"
)

// Execution is one call: all that it needs, in one piece. Executor.Execute makes
// them itself. For who has a goroutine to run the script on there is
// Executor.Begin.
type Execution struct {
	executor   *Executor
	script     *script
	seat       *seat
	limits     sandbox.Limits
	meter      sandbox.Meter
	logs       logs
	request    sdk.Request
	invocation sandbox.Invocation
	result     sandbox.Result
	entered    time.Time
	base       uint64 // bytes on the heap when it began

	// What the monitor looks at. It stops the script when it is due, or its
	// client is gone: to wait for the context as well would cost more than the
	// rest of waiting.
	began  time.Time
	due    time.Time
	client context.Context // nil where there is none

	// warm is how long compiling and starting took, for one that began cold.
	cold bool
	warm atomic.Int64

	// ended is set by whichever comes first: the end of the script, or giving
	// up on it. The other then knows.
	ended atomic.Bool

	// Of one that runs on its caller's goroutine.
	writer http.ResponseWriter
	done   func(result sandbox.Result, took time.Duration)
}

// answer is how a script ended, or that it does not end.
type answer struct {
	response *sdk.Response
	err      error
	lost     bool
}

// enter takes a place for the execution.
func (x *Execution) enter(ctx context.Context) bool {
	x.entered = time.Now()
	seat, queued, outcome := x.script.enter(ctx, x.limits)
	if queued {
		x.result.Usage.Queued = time.Since(x.entered)
	}
	if outcome != sandbox.OK {
		x.result.Outcome = outcome
		x.result.Error = noPlace
		if outcome == sandbox.Canceled {
			x.result.Error = "the client went away while the execution was queued"
		}
		return false
	}
	x.seat = seat
	return true
}

// begin starts the clock.
func (x *Execution) begin() {
	x.logs.maxLines, x.logs.bytes = x.limits.LogLines, x.limits.LogBytes
	x.invocation = sandbox.Invocation{Request: &x.request, Log: x.seat.log, Print: x.seat.print}
	x.began = x.entered
	if x.result.Usage.Queued > 0 {
		x.began = time.Now()
	}
	x.due = x.began.Add(x.limits.Timeout)
	x.seat.begin(x)
	if x.executor.closed.Load() {
		x.meter.Stop(sandbox.Crashed)
	}
}

// Run runs the script on the caller's goroutine, writes its response to w, and
// calls done with the result and how long it took. It does not wait for a
// place: it is its caller's business that there is one. A script that is
// stopped may take the goroutine with it: then done is called while that ends
// by runtime.Goexit, and Run does not return. Nothing but the script itself
// ends it: see Options.Grace.
func (x *Execution) Run(w http.ResponseWriter, done func(result sandbox.Result, took time.Duration)) {
	x.writer, x.done = w, done
	x.entered = time.Now()
	if x.seat = x.script.enterNow(x.limits); x.seat == nil {
		done(sandbox.Result{Outcome: sandbox.Overloaded, Error: noPlace}, 0)
		return
	}
	x.begin()
	x.cold = x.seat.instance == nil || x.seat.dirty
	x.seat.run(x)
}

// Stop ends the execution as canceled.
func (x *Execution) Stop() { x.meter.Stop(sandbox.Canceled) }

// complete is the end of Run.
func (x *Execution) complete(a answer) {
	if response := x.end(a); response != nil {
		x.write(x.writer, response)
	}
	x.done(x.result, x.result.Usage.Warm+x.result.Usage.Run)
}

// end takes the answer and gives back the place. It returns nil when the
// result is not OK.
func (x *Execution) end(a answer) *sdk.Response {
	elapsed := time.Since(x.began)
	if x.cold {
		x.result.Usage.Warm = elapsed
		if warm := x.warm.Load(); warm > 0 {
			x.result.Usage.Warm = time.Duration(warm)
		}
	}
	x.result.Usage.Run = elapsed - x.result.Usage.Warm
	x.result.Logs, x.result.Dropped = x.logs.lines()
	if a.lost {
		x.script.abandon()
		x.fail(x.meter.Err())
		return nil
	}
	x.result.Usage.Operations = x.meter.Used()
	x.seat.end(a.err)
	x.script.leave(x.seat, x.began.Add(elapsed))
	if a.err != nil {
		x.fail(a.err)
		return nil
	}
	x.result.Outcome = sandbox.OK
	return a.response
}

// fail puts down why an execution did not succeed.
func (x *Execution) fail(err error) {
	x.result.Outcome = sandbox.Failed
	x.result.Error = err.Error()
	if limit, ok := errors.AsType[*sandbox.LimitError](err); ok {
		x.result.Outcome = limit.Outcome
	} else if _, ok := errors.AsType[*sandbox.SourceError](err); ok {
		x.result.Error = "the script cannot be run: " + x.result.Error
	}
}

// write checks the response and writes it.
func (x *Execution) write(w http.ResponseWriter, response *sdk.Response) {
	if int64(len(response.Body)) > x.limits.ResponseBytes {
		x.result.Outcome = sandbox.ResponseLimit
		x.result.Error = fmt.Sprintf("the response has %d bytes, more than the limit of %d", len(response.Body), x.limits.ResponseBytes)
		return
	}
	if err := writeResponse(w, response); err != nil {
		x.result.Outcome = sandbox.Failed
		x.result.Error = err.Error()
		return
	}
	x.result.Wrote = true
	if len(response.Body) == 0 || sdkrun.Bodiless(response.Status) {
		return
	}
	if _, err := w.Write(response.Body); err != nil {
		x.result.Outcome = sandbox.Canceled
		x.result.Error = "writing the response: " + err.Error()
	}
}

// noPlace says why an execution is refused as overloaded.
const noPlace = "all places of the script are taken, and so is its queue"

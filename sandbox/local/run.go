package local

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sdk"
)

// run is one execution.
type run struct {
	executor *Executor
	script   *script
	limits   sandbox.Limits
	seat     *seat
	meter    *sandbox.Meter
	logs     *logs
	result   sandbox.Result
}

// enter takes a place for the execution.
func (r *run) enter(ctx context.Context) bool {
	began := time.Now()
	seat, outcome := r.script.enter(ctx, r.limits)
	r.result.Usage.Queued = time.Since(began)
	if outcome != sandbox.OK {
		r.result.Outcome = outcome
		r.result.Error = "all places of the script are taken, and so is its queue"
		if outcome == sandbox.Canceled {
			r.result.Error = "the client went away while the execution was queued"
		}
		return false
	}
	r.seat = seat
	return true
}

// call runs the script and gives back its place. It returns nil when the
// result is not OK.
func (r *run) call(ctx context.Context, request *sdk.Request) *sdk.Response {
	r.meter = sandbox.NewMeter(r.limits, r.executor.memory.sample)
	r.logs = newLogs(r.limits)
	began := time.Now()
	seat := r.seat
	seat.begin(r.meter, r.limits.Timeout)
	if r.executor.closed.Load() {
		r.meter.Stop(sandbox.Crashed)
	}
	warming := seat.instance == nil || seat.dirty
	if warming {
		seat.warm(r.meter)
	} else {
		seat.call(r.meter, r.invocation(request))
	}
	for {
		a, ended := seat.wait(ctx, r.meter, r.executor.options.Grace)
		if warming {
			r.result.Usage.Warm = time.Since(began)
		} else {
			r.result.Usage.Run = time.Since(began) - r.result.Usage.Warm
		}
		if !ended {
			r.script.abandon()
			r.result.Logs, r.result.Dropped = r.logs.lines()
			r.fail(r.meter.Err())
			return nil
		}
		if a.err == nil && warming {
			warming = false
			seat.next()
			seat.call(r.meter, r.invocation(request))
			continue
		}
		r.result.Usage.Operations = r.meter.Used()
		r.result.Logs, r.result.Dropped = r.logs.lines()
		seat.end(a.err)
		r.script.leave(seat)
		if a.err != nil {
			r.fail(a.err)
			return nil
		}
		r.result.Outcome = sandbox.OK
		return a.response
	}
}

func (r *run) invocation(request *sdk.Request) *sandbox.Invocation {
	return &sandbox.Invocation{Request: request, Log: r.logs.log, Print: r.logs.print}
}

// fail puts down why an execution did not succeed.
func (r *run) fail(err error) {
	r.result.Outcome = sandbox.Failed
	r.result.Error = err.Error()
	if limit, ok := errors.AsType[*sandbox.LimitError](err); ok {
		r.result.Outcome = limit.Outcome
	} else if _, ok := errors.AsType[*sandbox.SourceError](err); ok {
		r.result.Error = "the script cannot be run: " + r.result.Error
	}
}

// write checks the response and writes it.
func (r *run) write(w http.ResponseWriter, response *sdk.Response) {
	if int64(len(response.Body)) > r.limits.ResponseBytes {
		r.result.Outcome = sandbox.ResponseLimit
		r.result.Error = fmt.Sprintf("the response has %d bytes, more than the limit of %d", len(response.Body), r.limits.ResponseBytes)
		return
	}
	if err := writeResponse(w, response); err != nil {
		r.result.Outcome = sandbox.Failed
		r.result.Error = err.Error()
		return
	}
	r.result.Wrote = true
	if len(response.Body) == 0 || bodiless(response.Status) {
		return
	}
	if _, err := w.Write(response.Body); err != nil {
		r.result.Outcome = sandbox.Canceled
		r.result.Error = "writing the response: " + err.Error()
	}
}

// bodiless reports whether responses of a status have no body.
func bodiless(status int) bool {
	return status == http.StatusNoContent || status == http.StatusNotModified
}

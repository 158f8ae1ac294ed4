package remote

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/remote/wire"
)

// exchange is one execution, with every attempt at it.
type exchange struct {
	executor *Executor
	call     *sandbox.Call
	limits   sandbox.Limits
	key      scriptKey
	began    time.Time
	deadline time.Time // of the caller, or zero
	prefix   []byte    // the beginning of the request's body
	rest     io.Reader // what follows it, or nil
	result   sandbox.Result
	errs     []error // why nodes did not take it
	refused  bool    // one of them was up
	redialed *peer   // the one that was dialed twice

	responder http.ResponseWriter
	discard   bool // nobody wants the response any more
}

// Execute implements sandbox.Executor. Of the request body up to 64 KiB are read
// before a node is asked, the rest when it wants it.
func (e *Executor) Execute(ctx context.Context, call *sandbox.Call, w http.ResponseWriter) sandbox.Result {
	if e.closed() {
		return sandbox.Result{Outcome: sandbox.Crashed, Error: errClosed.Error()}
	}
	x := &exchange{executor: e, call: call, limits: call.Limits.Or(e.options.Limits), began: time.Now(), responder: w}
	if err := x.readPrefix(); err != nil {
		return bodyFailed(ctx, err)
	}
	x.key = e.scriptKey(call.Script)
	x.deadline, _ = ctx.Deadline()
	var asked []*peer
	for {
		p := e.pick(ctx, asked)
		if p == nil {
			return x.nobody(ctx)
		}
		asked = append(asked, p)
		if x.try(ctx, p) {
			return x.result
		}
	}
}

// maxPrefix is how much of a request body is read before a node is asked.
const maxPrefix = 64 << 10

// readPrefix reads the beginning of the body.
func (x *exchange) readPrefix() error {
	body := x.call.Body
	if body == nil || body == http.NoBody {
		return nil
	}
	x.prefix = make([]byte, 0, 512)
	for len(x.prefix) < maxPrefix {
		if len(x.prefix) == cap(x.prefix) {
			x.prefix = append(x.prefix, 0)[:len(x.prefix)]
		}
		n, err := body.Read(x.prefix[len(x.prefix):min(cap(x.prefix), maxPrefix)])
		x.prefix = x.prefix[:len(x.prefix)+n]
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	x.rest = body
	return nil
}

// bodyFailed is the result of an execution whose request body did not come.
func bodyFailed(ctx context.Context, err error) sandbox.Result {
	outcome := sandbox.Failed
	if ctx.Err() != nil {
		outcome = sandbox.Canceled
	}
	return sandbox.Result{Outcome: outcome, Error: "reading the request body: " + err.Error(), BodyErr: err}
}

// nobody is the result of an execution that no node has taken.
func (x *exchange) nobody(ctx context.Context) sandbox.Result {
	switch {
	case ctx.Err() != nil:
		return sandbox.Result{Outcome: sandbox.Canceled, Error: "the client went away"}
	case x.executor.closed():
		return sandbox.Result{Outcome: sandbox.Crashed, Error: errClosed.Error()}
	case x.result.Outcome != "": // one was overloaded, and said how
		return x.result
	}
	outcome := sandbox.Crashed
	if x.refused {
		outcome = sandbox.Overloaded
	}
	return sandbox.Result{Outcome: outcome, Error: x.executor.nobody(x.errs)}
}

// try gives the execution to a peer. It returns false when that has certainly
// not begun it, so that another one may.
func (x *exchange) try(ctx context.Context, p *peer) (settled bool) {
	p.inFlight.Add(1)
	defer p.inFlight.Add(-1)
	source := !p.knows(x.key)
	for range maxAttempts {
		a := attempt{exchange: x, peer: p, source: source, sent: time.Now()}
		switch a.run(ctx) {
		case settles:
			return true
		case elsewhere:
			return false
		case withSource:
			p.learn(x.key, false)
			source = true
		case onceMore:
		}
	}
	x.errs = append(x.errs, fmt.Errorf("%s: it was lost %d times in a row", p.name, maxAttempts))
	return false
}

// maxAttempts is how often one node is given an execution.
const maxAttempts = 3

// verdict is what an attempt comes to.
type verdict int

const (
	settles    verdict = iota // it has a result
	elsewhere                 // the node has not begun it, and will not
	withSource                // the node wants it with the script's source
	onceMore                  // the connection was lost before the node had begun it
)

// attempt is one request to a node.
type attempt struct {
	*exchange
	peer      *peer
	source    bool // the script's source goes along
	id        wire.ID
	sent      time.Time
	connected atomic.Bool
	upload    *upload // nil when all of the request is sent at once
	watch     watch
}

// run makes the request.
func (a *attempt) run(parent context.Context) verdict {
	ctx, cancel := context.WithCancelCause(parent)
	defer cancel(nil)
	defer context.AfterFunc(a.executor.base, func() { cancel(errClosed) })()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { a.connected.Store(true) }})
	request := a.request(ctx)
	if a.upload != nil {
		defer context.AfterFunc(ctx, a.upload.release)()
	}
	// Nothing reads the body after Execute, a panic of the writer's included.
	defer func() { _ = a.upload.close() }() // its error was seen
	a.watch.start(a.limits.Timeout, cancel)
	defer a.watch.stop()
	response, err := a.peer.transport.RoundTrip(request)
	if err == nil {
		defer func() { _ = response.Body.Close() }() // an error was met while reading it
		if err = accept(response); err == nil {
			if a.source {
				a.peer.learn(a.key, true)
			}
			a.peer.recover()
			err = a.receive(response.Body)
		}
	}
	a.watch.stop()
	if failure := a.upload.close(); failure != nil {
		failed := bodyFailed(parent, failure)
		a.result.Outcome, a.result.Error, a.result.BodyErr = failed.Outcome, failed.Error, failed.BodyErr
		return settles
	}
	switch {
	case err != nil:
		return a.explain(parent, ctx, err)
	case a.overloaded():
		return elsewhere
	default:
		return settles
	}
}

// overloaded reports whether the node had no place for the execution, and
// nothing is lost yet: then another one may have one.
func (a *attempt) overloaded() bool {
	if a.result.Outcome != sandbox.Overloaded || a.result.Wrote || a.upload.begun() {
		return false
	}
	a.refused = true
	return true
}

// request builds the request.
func (a *attempt) request(ctx context.Context) *http.Request {
	_, _ = rand.Read(a.id[:]) // it never fails
	order := wire.Order{
		ID:     a.id,
		Script: sandbox.Script{ID: a.key.id, Version: a.key.version},
		Hash:   a.key.hash,
		Source: a.source,
		Body:   len(a.prefix) > 0 || a.rest != nil,
		Prefix: int64(len(a.prefix)),
		Whole:  a.rest == nil,
		Call:   *a.call,
	}
	order.Call.Limits = a.limits
	if !a.deadline.IsZero() {
		order.Remaining = max(time.Until(a.deadline), 1)
	}
	b := appendOrder(make([]byte, 0, len(a.prefix)+1<<10), &order, a.call.Script.Source)
	for rest := a.prefix; len(rest) > 0; {
		n := min(len(rest), wire.MaxPiece)
		room, grown := wire.Begin(b)
		b = wire.Finish(append(grown, rest[:n]...), room, wire.Body)
		rest = rest[n:]
	}
	switch {
	case a.rest != nil:
		a.upload = newUpload(b, a.rest)
		r := a.peer.request(ctx, pathExecute, nil)
		r.Body, r.GetBody, r.ContentLength = a.upload, nil, -1
		return r
	case order.Body:
		b = wire.AppendFrame(b, wire.End, "")
	}
	return a.peer.request(ctx, pathExecute, b)
}

// explain settles an attempt that ended with an error.
func (a *attempt) explain(parent, ctx context.Context, err error) verdict {
	silent := errors.Is(context.Cause(ctx), errSilent)
	if silent {
		err = errSilent
	}
	if r, ok := errors.AsType[*refusal](err); ok {
		return a.refusal(r)
	}
	switch {
	case parent.Err() != nil:
		if a.connected.Load() {
			a.revoke() // so that its place is free when it counts as ended
		}
		a.fail(sandbox.Canceled, "the client went away")
		return settles
	case a.executor.closed():
		a.fail(sandbox.Crashed, errClosed.Error())
		return settles
	case !a.connected.Load() && a.redialed != a.peer && time.Since(a.sent) < revivalTime:
		// Where a server is reloaded, a connection may get lost in its queue.
		a.redialed = a.peer
		return onceMore
	case !a.connected.Load(): // nobody was there to begin it
		a.peer.fail(err)
		a.errs = append(a.errs, fmt.Errorf("%s: %w", a.peer.name, err))
		return elsewhere
	case !silent && !a.watch.heard() && !a.upload.begun() && a.revoke():
		return onceMore
	}
	a.peer.fail(err)
	if !silent {
		a.fail(sandbox.Crashed, fmt.Sprintf("executor node %s was lost, and the script may have run: %v", a.peer.name, err))
		return settles
	}
	a.peer.transport.CloseIdleConnections()
	if a.watch.overdue(a.limits.Timeout) {
		a.fail(sandbox.Timeout, fmt.Sprintf("the script ran longer than its limit of %s, and executor node %s says nothing",
			a.limits.Timeout.Round(time.Millisecond), a.peer.name))
	} else {
		a.fail(sandbox.Crashed, fmt.Sprintf("executor node %s says nothing any more, and the script may have run", a.peer.name))
	}
	return settles
}

// refusal decides what comes after a node has refused.
func (a *attempt) refusal(r *refusal) verdict {
	switch {
	case r.reason == refusedSource && !a.source:
		return withSource
	case r.reason == refusedRepeated:
		// Somebody on the way has sent it twice, or it was revoked meanwhile.
		a.fail(sandbox.Crashed, fmt.Sprintf("executor node %s had the execution before, and the script may have run", a.peer.name))
		return settles
	case r.lasting():
		a.peer.fail(r)
	default:
		a.peer.recover()
	}
	a.refused = a.refused || r.reason == refusedBusy || r.reason == refusedDraining
	a.errs = append(a.errs, fmt.Errorf("%s: %w", a.peer.name, r))
	return elsewhere
}

// revoke has the node end the execution, or not begin it, and reports whether it
// is certain that it has not begun it.
func (a *attempt) revoke() bool {
	ctx, cancel := context.WithTimeout(a.executor.base, revokeTime)
	defer cancel()
	answer, err := a.peer.ask(ctx, pathRevoke, a.id[:], maxDetail)
	if err != nil {
		return false
	}
	// A node that was started since, or that has forgotten, does not know.
	known, err := wire.DecodeRevoked(answer)
	return err == nil && known >= time.Since(a.sent)
}

// fail settles the execution, unless it ended otherwise before.
func (x *exchange) fail(outcome sandbox.Outcome, reason string) {
	if x.result.Outcome == "" || x.result.Outcome == sandbox.OK || x.result.Outcome == sandbox.Overloaded {
		x.result.Outcome, x.result.Error = outcome, reason
		x.result.Usage.Run = time.Since(x.began) - x.result.Usage.Queued - x.result.Usage.Warm
	}
}

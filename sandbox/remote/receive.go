package remote

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/remote/wire"
)

// receive reads what a node answers, and passes on the response.
func (a *attempt) receive(source io.Reader) error {
	in := wire.NewReader(source)
	defer in.Close()
	var (
		head   bool
		sent   int64
		crumbs int
	)
	for {
		a.watch.await(a.upload.underWay(), head)
		t, n, err := in.Next()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
		a.watch.hear()
		if t == wire.Beat || t == wire.Body && n < wire.MaxPiece/4 {
			// A node that sends crumbs would keep this busy for nothing.
			if crumbs++; crumbs > maxCrumbs+int(time.Since(a.sent)/(beatInterval/4)) {
				return wire.Errorf("too many short messages")
			}
		}
		switch {
		case t == wire.Beat:
		case t == wire.Continue && a.upload != nil && !a.upload.begun():
			a.upload.goOn()
		case t == wire.Head && !head:
			head = true
			err = a.begin(in, n)
		case t == wire.Body && head:
			if sent += int64(n); sent > a.limits.ResponseBytes {
				return wire.Errorf("a response body over the limit")
			}
			err = a.pass(in, n)
		case t == wire.Result:
			return a.finish(in, n, head)
		default:
			return wire.Errorf("a frame of type %d out of turn", t)
		}
		if err != nil {
			return err
		}
	}
}

// maxCrumbs is how many short messages a node may send at once.
const maxCrumbs = 64

// begin passes on the head of the response.
func (a *attempt) begin(in *wire.Reader, n int) error {
	payload, err := in.Text(n, wire.MaxHead)
	if err != nil {
		return err
	}
	status, fields, err := wire.DecodeHead(payload)
	if err != nil {
		return err
	}
	if a.upload.failed() {
		a.discard = true
		return nil
	}
	a.watch.pause()
	header := a.responder.Header()
	fresh := make(map[string]bool, len(fields))
	for _, f := range fields {
		if !fresh[f.Key] {
			fresh[f.Key] = true
			header[f.Key] = make([]string, 0, 1)
		}
		header[f.Key] = append(header[f.Key], f.Value)
	}
	a.responder.WriteHeader(status)
	a.result.Wrote = true
	return nil
}

// pass writes a piece of the body to the client. How long that takes is the
// client's affair.
func (a *attempt) pass(in *wire.Reader, n int) error {
	piece, err := in.Bytes(n)
	if err != nil || a.discard {
		return err
	}
	a.watch.pause()
	_, err = a.responder.Write(piece)
	if err != nil && !errors.Is(err, http.ErrBodyNotAllowed) {
		a.discard = true
		a.result.Outcome = sandbox.Canceled
		a.result.Error = "writing the response: " + err.Error()
	}
	return nil
}

// finish takes the result.
func (a *attempt) finish(in *wire.Reader, n int, head bool) error {
	payload, err := in.Text(n, wire.MaxResult(a.limits))
	if err != nil {
		return err
	}
	report, err := wire.DecodeReport(payload, a.limits, a.sent)
	if err != nil {
		return err
	}
	a.upload.release() // the node ends its answer when the request has ended
	if err := in.AtEnd(); err != nil {
		return err
	}
	r := &report.Result
	if r.Outcome == sandbox.OK && !head {
		return wire.Errorf("a result without a response")
	}
	a.peer.told(report.Load)
	if a.result.Outcome == "" || a.result.Outcome == sandbox.Overloaded {
		a.result.Outcome, a.result.Error = r.Outcome, r.Error
	}
	a.result.Logs, a.result.Dropped, a.result.Usage = r.Logs, r.Dropped, r.Usage
	if report.BodyLimit > 0 && r.Outcome != sandbox.OK {
		a.result.BodyErr = &http.MaxBytesError{Limit: report.BodyLimit}
	}
	return nil
}

// watch ends an attempt when the node is silent for too long.
type watch struct {
	timer    *time.Timer
	patience time.Duration // for the next message
	total    time.Duration // for all until the response, and again for all of that
	left     time.Duration // of that
	asked    time.Time     // when the next message was waited for
	began    time.Time     // when all of the request was there
	answered bool          // the response has begun
	any      bool          // there was a message
}

// start begins to wait for the node. A node that is silent for too long has
// cancel called with errSilent.
func (w *watch) start(timeout time.Duration, cancel context.CancelCauseFunc) {
	w.patience = min(timeout+silenceGrace, longestSilence)
	w.total = 2*timeout + startGrace
	w.left = w.total
	w.began = time.Now()
	w.asked = w.began
	w.timer = time.AfterFunc(w.patience, func() { cancel(errSilent) })
}

// await waits for the next message. While the request's body is under way, the
// time until the response does not count.
func (w *watch) await(underWay, answered bool) {
	now := time.Now()
	if underWay {
		w.began, w.left = now, w.total
	}
	if answered && !w.answered {
		w.answered, w.left = true, w.total
	}
	w.asked = now
	w.timer.Reset(min(w.patience, max(w.left, 0)))
}

// hear notes that a message has come, or has begun to.
func (w *watch) hear() {
	w.any = true
	w.left -= time.Since(w.asked)
}

// pause stops waiting until await is called.
func (w *watch) pause() { w.timer.Stop() }

// stop ends waiting.
func (w *watch) stop() { w.timer.Stop() }

// heard reports whether the node has said anything.
func (w *watch) heard() bool { return w.any }

// overdue reports whether a script would have had its time by now.
func (w *watch) overdue(timeout time.Duration) bool { return time.Since(w.began) >= timeout }

// errSilent is why an attempt ends when the node says nothing.
var errSilent = errors.New("the node says nothing any more")

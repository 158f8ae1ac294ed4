package process

import (
	"errors"
	"io"
	"net/http"
	"slices"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/process/wire"
)

// childResponse sends a response to the parent, in as few writes as can be.
type childResponse struct {
	out     io.Writer // nil drops the response
	id      uint32
	header  http.Header
	buf     []byte // frames that are not sent yet
	body    int    // where in buf the frame of the body begins
	failure error
	head    bool
	started bool // a frame of the body was begun
}

// Interface guard
var _ http.ResponseWriter = (*childResponse)(nil)

// Header implements http.ResponseWriter.
func (r *childResponse) Header() http.Header { return r.header }

// WriteHeader implements http.ResponseWriter.
func (r *childResponse) WriteHeader(status int) {
	if r.head || r.failure != nil {
		return
	}
	r.buf = append(r.buf, make([]byte, wire.HeaderBytes)...)
	r.buf, r.failure = wire.AppendResponse(r.buf, status, r.header)
	if r.failure != nil {
		r.buf = r.buf[:0]
		return
	}
	r.head = true
	wire.PutHeader(r.buf, wire.Response, 0, r.id, len(r.buf)-wire.HeaderBytes)
}

// Write implements http.ResponseWriter.
func (r *childResponse) Write(p []byte) (int, error) {
	if !r.head {
		r.WriteHeader(http.StatusOK)
	}
	n := len(p)
	for len(p) > 0 && r.failure == nil {
		if !r.started {
			r.begin()
		}
		room := wire.MaxPayload - (len(r.buf) - r.body - wire.HeaderBytes)
		if room == 0 {
			r.seal(0)
			r.flush()
			continue
		}
		piece := p[:min(len(p), room)]
		r.buf = append(r.buf, piece...)
		p = p[len(piece):]
	}
	return n, r.failure
}

// begin begins a frame of the body.
func (r *childResponse) begin() {
	r.body, r.started = len(r.buf), true
	r.buf = append(r.buf, make([]byte, wire.HeaderBytes)...)
}

// seal ends the frame of the body.
func (r *childResponse) seal(flags wire.Flags) {
	wire.PutHeader(r.buf[r.body:], wire.Body, flags, r.id, len(r.buf)-r.body-wire.HeaderBytes)
	r.started = false
}

func (r *childResponse) flush() {
	if r.out != nil && r.failure == nil {
		_, r.failure = r.out.Write(r.buf)
	}
	r.buf = r.buf[:0]
}

// finish ends the response and sends the result. The error is about the pipe.
func (r *childResponse) finish(result *sandbox.Result) error {
	unfit, ok := errors.AsType[*wire.HeadError](r.failure)
	switch {
	case ok:
		result.Outcome, result.Error = sandbox.Failed, unfit.Error()
		r.failure = nil
	case r.failure != nil:
		return r.failure
	case r.started:
		r.seal(wire.End)
	case r.head && len(r.buf) > 0:
		wire.PutHeader(r.buf, wire.Response, wire.End, r.id, len(r.buf)-wire.HeaderBytes)
	case r.head:
		r.begin()
		r.seal(wire.End)
	}
	start := len(r.buf)
	r.buf = append(r.buf, make([]byte, wire.HeaderBytes)...)
	r.buf = wire.AppendResult(r.buf, result)
	if n := len(r.buf) - start - wire.HeaderBytes; n <= wire.MaxPayload {
		wire.PutHeader(r.buf[start:], wire.Result, 0, r.id, n)
	} else {
		message := slices.Clone(r.buf[start+wire.HeaderBytes:])
		r.buf = wire.AppendMessage(r.buf[:start], wire.Result, 0, r.id, message)
	}
	r.flush()
	return r.failure
}

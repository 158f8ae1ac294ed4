package process

import (
	"errors"
	"io"
	"net/http"
	"os"
	"slices"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/process/wire"
)

// childResponse sends a response to the parent, in as few writes as can be.
type childResponse struct {
	out     io.Writer       // nil drops the response
	open    func() *os.File // what opens out, when the response is too large to be sent whole
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
	r.settle()
	if r.out != nil && r.failure == nil {
		_, r.failure = r.out.Write(r.buf)
	}
	r.buf = r.buf[:0]
}

// settle opens out.
func (r *childResponse) settle() {
	if r.open != nil {
		r.out, r.open = r.open(), nil
	}
}

// reset makes it the response to another request, which stays in memory until
// it is known whether it is small.
func (r *childResponse) reset(id uint32, open func() *os.File) {
	clear(r.header)
	buf := r.buf[:0]
	if cap(buf) > wire.MaxFrame {
		buf = nil
	}
	*r = childResponse{id: id, open: open, header: r.header, buf: buf}
}

// small reports whether the response may be small enough to be sent in one
// frame with its result.
func (r *childResponse) small() bool { return r.open != nil && len(r.buf) <= wire.MaxCall }

// appendWhole appends the response and the result in one frame. It reports
// false when they are too large for that.
func (r *childResponse) appendWhole(b []byte, result *sandbox.Result) ([]byte, bool) {
	if unfit, ok := errors.AsType[*wire.HeadError](r.failure); ok {
		result.Outcome, result.Error = sandbox.Failed, unfit.Error()
		r.failure = nil
	}
	var head, body []byte
	if r.head {
		head = r.buf[wire.HeaderBytes:]
	}
	if r.started {
		head, body = r.buf[wire.HeaderBytes:r.body], r.buf[r.body+wire.HeaderBytes:]
	}
	start := len(b)
	b = append(b, make([]byte, wire.HeaderBytes)...)
	b = wire.AppendReturn(b, head, body, result)
	n := len(b) - start - wire.HeaderBytes
	if n > wire.MaxCall {
		return b, false
	}
	wire.PutHeader(b[start:], wire.Return, 0, r.id, n)
	return b, true
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

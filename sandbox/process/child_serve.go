package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"sync"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/process/wire"
)

// childPair is a pair of pipes, seen from inside the worker.
type childPair struct {
	in     *wire.Reader
	inFile *os.File // kept: a file that is collected is closed
	out    *os.File

	mu   sync.Mutex
	id   uint32
	stop context.CancelFunc // nil while nothing is executed
}

// serve executes what is asked for, one after the other, until the pipe closes.
func (p *childPair) serve(executor sandbox.Executor, s sandbox.Script) error {
	for {
		f, err := p.in.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if f.Type != wire.Request {
			return fmt.Errorf("a frame of type %d where a request begins", f.Type)
		}
		if err := p.execute(executor, s, f); err != nil {
			return err
		}
		p.in.Release()
	}
}

// execute executes one request.
func (p *childPair) execute(executor sandbox.Executor, s sandbox.Script, f wire.Frame) error {
	end := f.Flags&wire.End != 0
	message, last, err := p.message(f)
	if err != nil {
		return err
	}
	call, err := wire.DecodeRequest(message)
	if err != nil {
		return err
	}
	call.Script = s
	body := &childBody{in: p.in, id: f.ID}
	if end = end || last&wire.End != 0; !end {
		call.Body = body
	}
	response := &childResponse{out: p.out, id: f.ID, header: http.Header{}}
	result := executor.Execute(p.begin(f.ID), call, response)
	p.end()
	if !end {
		// What a failed execution left of the body.
		if _, err := io.Copy(io.Discard, body); err != nil && !errors.Is(err, errAborted) {
			return err
		}
	}
	return response.finish(&result)
}

// message returns the head of a request and the flags of its last frame.
func (p *childPair) message(f wire.Frame) ([]byte, wire.Flags, error) {
	if f.Flags&wire.More == 0 {
		return f.Payload, f.Flags, nil
	}
	var message []byte
	for first := f; ; {
		message = append(message, f.Payload...)
		if f.Flags&wire.More == 0 {
			return message, f.Flags, nil
		}
		var err error
		if f, err = p.in.Next(); err != nil {
			return nil, 0, err
		}
		if f.Type != first.Type || f.ID != first.ID || len(message) > wire.MaxSource {
			return nil, 0, errors.New("the head of a request breaks off")
		}
	}
}

func (p *childPair) begin(id uint32) context.Context {
	ctx, stop := context.WithCancel(context.Background())
	p.mu.Lock()
	defer p.mu.Unlock()
	p.id, p.stop = id, stop
	return ctx
}

func (p *childPair) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stop()
	p.stop = nil
}

// cancel stops the execution with an id, if it is in progress here.
func (p *childPair) cancel(id uint32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop != nil && p.id == id {
		p.stop()
	}
}

// errAborted says that the parent could not get the rest of the body.
var errAborted = errors.New("the body was cut off")

// childBody is the body of a request as it comes.
type childBody struct {
	in      *wire.Reader
	id      uint32
	rest    []byte
	end     bool
	failure error
}

// Read implements io.Reader.
func (b *childBody) Read(p []byte) (int, error) {
	for len(b.rest) == 0 {
		if b.failure != nil {
			return 0, b.failure
		}
		if b.end {
			return 0, io.EOF
		}
		f, err := b.in.Next()
		switch {
		case err != nil:
			b.failure = err
		case f.ID == b.id && f.Type == wire.Abort:
			b.failure = errAborted
		case f.ID == b.id && f.Type == wire.Body:
			b.rest, b.end = f.Payload, f.Flags&wire.End != 0
		default:
			b.failure = errors.New("something else in place of a body")
		}
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

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

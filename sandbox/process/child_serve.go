package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime/debug"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/process/wire"
)

// childPair is a pair of pipes, seen from inside the worker.
type childPair struct {
	in     *wire.Reader
	inFile *os.File // kept: a file that is collected is closed
	out    *os.File
	calls  *childCalls
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
	ctx, cancel := context.WithCancel(context.Background())
	p.calls.begin(f.ID, cancelation(cancel))
	result := executor.Execute(ctx, &call, response)
	p.calls.end(f.ID)
	cancel()
	if result.Outcome == sandbox.MemoryLimit {
		// What it held is garbage now. Left where it is, the parent would take
		// it for the next execution's.
		debug.FreeOSMemory()
	}
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

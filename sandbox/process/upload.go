package process

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/process/wire"
)

// upload sends a request to a worker: a small one in one frame on the lane, and
// any other on a pair of pipes, the head and what of the body is there in one
// write, the rest as it comes.
type upload struct {
	x       *exchange
	buf     *[]byte         // frames that are not sent yet
	body    io.Reader       // what was not read
	lane    bool            // the frame is a Call
	more    bool            // the body goes on
	failure error           // of reading the body
	refused *sandbox.Result // why there was no place when the body was complete
}

// begin encodes the head and reads the first piece of the body.
func (u *upload) begin() {
	call := *u.x.call
	call.Limits = u.x.limits
	u.body = call.Body
	if u.body == http.NoBody {
		u.body = nil
	}
	if u.small(&call) || u.failure != nil {
		return
	}
	b := wire.AppendRequest((*u.buf)[:wire.HeaderBytes], &call)
	n := len(b) - wire.HeaderBytes
	last := 0 // where the last frame of the head begins
	if n <= wire.MaxPayload {
		wire.PutHeader(b, wire.Request, 0, u.x.id, n)
	} else {
		head := slices.Clone(b[wire.HeaderBytes:])
		b = wire.AppendMessage(b[:0], wire.Request, 0, u.x.id, head)
		last = (n - 1) / wire.MaxPayload * wire.MaxFrame
	}
	*u.buf = b
	if u.body != nil {
		u.more = true
		if u.piece() > 0 || u.more || u.failure != nil {
			return
		}
	}
	// There is no body, or it is empty.
	*u.buf = (*u.buf)[:len(b)]
	wire.PutHeader((*u.buf)[last:], wire.Request, wire.End, u.x.id, len(b)-last-wire.HeaderBytes)
}

// small makes a Call of a request that is small enough for one. Otherwise it
// gives back what it has read of the body.
func (u *upload) small(call *sandbox.Call) bool {
	const start = wire.HeaderBytes + wire.CallBody
	room := smallHead
	if u.body != nil {
		room += wire.MaxCallBody
	}
	b := slices.Grow((*u.buf)[:0], room)[:start]
	*u.buf = b
	n := 0
	var err error
	if u.body != nil {
		n, err = io.ReadFull(u.body, b[start:start+wire.MaxCallBody])
		switch {
		case err == nil:
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			u.body = nil
		default:
			u.failure = err
			return false
		}
	}
	if err != nil || n == 0 {
		whole := wire.AppendCall(b[:start+n], wire.HeaderBytes, n, call)
		*u.buf = whole
		if size := len(whole) - wire.HeaderBytes; size <= wire.MaxCall {
			wire.PutHeader(whole, wire.Call, 0, u.x.id, size)
			u.lane = true
			return true
		}
	}
	if n > 0 {
		read := bytes.NewReader(slices.Clone((*u.buf)[start : start+n]))
		if u.body == nil {
			u.body = read
		} else {
			u.body = io.MultiReader(read, u.body)
		}
	}
	return false
}

// call is the Call, for a pair.
func (u *upload) call(p *pair) []byte {
	b := *u.buf
	wire.PutHeader(b, wire.Call, 0, u.x.id, len(b)-wire.HeaderBytes)
	wire.PutPair(b[wire.HeaderBytes:], p.index)
	return b
}

// smallHead is the room made for the head of a request. It is given more if
// need be.
const smallHead = 2 << 10

// piece reads a piece of the body and appends it. It returns its length.
func (u *upload) piece() int {
	start := len(*u.buf)
	b := slices.Grow(*u.buf, wire.MaxFrame)
	n, err := io.ReadFull(u.body, b[start+wire.HeaderBytes:start+wire.MaxFrame])
	if err == nil && u.x.canceled.Load() {
		err = context.Canceled
	}
	flags := wire.Flags(0)
	switch {
	case err == nil:
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		u.more = false
		flags = wire.End
	default:
		u.more = false
		u.failure = err
		*u.buf = wire.AppendFrame(b, wire.Abort, 0, u.x.id, nil)
		return 0
	}
	b = b[:start+wire.HeaderBytes+n]
	wire.PutHeader(b[start:], wire.Body, flags, u.x.id, n)
	*u.buf = b
	return n
}

// send writes the request. The time that the client takes does not count. The
// last piece of a body is sent when there is a place for the execution: until
// then the worker has nothing to do but to keep it.
func (u *upload) send(ctx context.Context) error {
	x := u.x
	out := x.seat.pair.out
	for {
		if err := out.SetWriteDeadline(x.due); err != nil {
			return err
		}
		if _, err := out.Write(*u.buf); err != nil {
			return err
		}
		if !u.more {
			return nil
		}
		*u.buf = (*u.buf)[:0]
		began := time.Now()
		x.client.await(waitsToSend)
		u.piece()
		x.client.came()
		if !u.more && u.failure == nil {
			u.take(ctx)
		}
		x.due = x.due.Add(time.Since(began))
	}
}

// take takes the place, or else has the worker forget the request.
func (u *upload) take(ctx context.Context) {
	x := u.x
	began := time.Now()
	u.refused = x.script.takePlace(ctx, x.seat.worker, x.limits.Timeout)
	x.place = u.refused == nil
	x.result.Usage.Queued += time.Since(began)
	if u.refused != nil {
		*u.buf = wire.AppendFrame((*u.buf)[:0], wire.Abort, 0, x.id, nil)
	}
}

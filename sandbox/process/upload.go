package process

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/picloud/picloud/sandbox/process/wire"
)

// upload sends a request to a worker: the head and what of the body is there
// in one write, the rest as it comes.
type upload struct {
	x       *exchange
	buf     *[]byte // frames that are not sent yet
	more    bool    // the body goes on
	failure error   // of reading the body
}

// begin encodes the head and reads the first piece of the body.
func (u *upload) begin() {
	call := *u.x.call
	call.Limits = u.x.limits
	b := slices.Grow((*u.buf)[:0], smallHead)
	b = wire.AppendRequest(b[:wire.HeaderBytes], &call)
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
	if call.Body != nil && call.Body != http.NoBody {
		u.more = true
		if u.piece() > 0 || u.more || u.failure != nil {
			return
		}
	}
	// There is no body, or it is empty.
	*u.buf = (*u.buf)[:len(b)]
	wire.PutHeader((*u.buf)[last:], wire.Request, wire.End, u.x.id, len(b)-last-wire.HeaderBytes)
}

// smallHead is the room made for the head of a request. It is given more if
// need be.
const smallHead = 2 << 10

// piece reads a piece of the body and appends it. It returns its length.
func (u *upload) piece() int {
	start := len(*u.buf)
	b := slices.Grow(*u.buf, wire.MaxFrame)
	n, err := io.ReadFull(u.x.call.Body, b[start+wire.HeaderBytes:start+wire.MaxFrame])
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

// send writes the request. The time that the client takes does not count.
func (u *upload) send() error {
	out := u.x.seat.pair.out
	for {
		if err := out.SetWriteDeadline(u.x.due); err != nil {
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
		u.piece()
		u.x.due = u.x.due.Add(time.Since(began))
	}
}

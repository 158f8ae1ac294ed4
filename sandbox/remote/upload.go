package remote

import (
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/sandbox/remote/wire"
)

// upload is the body of a request to a node. What is sent at once comes first;
// the rest of the body is read when the node has asked for it, and only then:
// until then the execution can go to another node.
type upload struct {
	body    io.Reader
	wanted  chan struct{} // closed when the node asks for the rest
	stopped chan struct{} // closed by release
	free    sync.Once
	asked   atomic.Bool
	ended   atomic.Bool // nothing more is read of the body
	broken  atomic.Bool // with an error

	mu      sync.Mutex // held while the body is read
	pending []byte     // frames that were not taken yet
	buf     []byte
	err     error // of the body
	panic   any   // of the body's reader
}

func newUpload(head []byte, body io.Reader) *upload {
	return &upload{body: body, pending: head, wanted: make(chan struct{}), stopped: make(chan struct{})}
}

// Read implements io.Reader, for the transport.
func (u *upload) Read(p []byte) (int, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.pending) == 0 {
		if u.ended.Load() {
			return 0, io.EOF
		}
		u.mu.Unlock()
		beat := u.wait()
		u.mu.Lock()
		if beat {
			u.pending = wire.AppendFrame(nil, wire.Beat, "")
		} else {
			u.next()
		}
	}
	n := copy(p, u.pending)
	u.pending = u.pending[n:]
	return n, nil
}

// wait waits until the body is to be read on, or no more. Beat is whether it is
// time to say something: a transport notices a lost connection when it writes.
func (u *upload) wait() (beat bool) {
	timer := time.NewTimer(uploadBeat)
	defer timer.Stop()
	select {
	case <-u.wanted:
		return false
	case <-u.stopped:
		return false
	case <-timer.C:
		return true
	}
}

// uploadBeat is how long a request that waits says nothing.
const uploadBeat = 100 * time.Millisecond

// next reads the next piece of the body. The caller holds the lock.
func (u *upload) next() {
	if u.buf == nil {
		u.buf = make([]byte, wire.HeaderBytes+wire.MaxPiece)
	}
	n, err := 0, errStopped
	select {
	case <-u.stopped:
	default:
		n, err = u.read(u.buf[wire.HeaderBytes:])
	}
	u.pending = u.buf[:0]
	if n > 0 {
		wire.PutHeader(u.buf, wire.Body, n)
		u.pending = u.buf[:wire.HeaderBytes+n]
	}
	switch {
	case err == nil:
	case errors.Is(err, io.EOF):
		u.ended.Store(true)
		u.pending = wire.AppendFrame(u.pending, wire.End, "")
	default:
		u.err = err
		u.broken.Store(!errors.Is(err, errStopped))
		u.ended.Store(true)
		u.pending = wire.AppendFrame(u.pending, wire.Abort, "")
	}
}

// read reads something of the body. It runs on the transport's goroutine, where
// nobody would expect a panic.
func (u *upload) read(p []byte) (n int, err error) {
	defer func() {
		if u.panic = recover(); u.panic != nil {
			err = errStopped
		}
	}()
	return io.ReadAtLeast(u.body, p, 1)
}

// Close implements io.Closer. The body stays its owner's.
func (u *upload) Close() error { return nil }

// goOn lets the rest of the body be read. It may be called once.
func (u *upload) goOn() {
	u.asked.Store(true)
	close(u.wanted)
}

// begun reports whether the node has asked for the rest of the body.
func (u *upload) begun() bool { return u != nil && u.asked.Load() }

// underWay reports whether the node waits for the rest of the body.
func (u *upload) underWay() bool { return u.begun() && !u.ended.Load() }

// failed reports whether the body could not be read.
func (u *upload) failed() bool { return u != nil && u.broken.Load() }

// release ends the request without what was not read of the body.
func (u *upload) release() {
	if u != nil {
		u.free.Do(func() { close(u.stopped) })
	}
}

// close returns when nothing reads the body any more, and what reading it ended
// with, unless that was its end. A panic of the body's reader passes through.
func (u *upload) close() error {
	if u == nil {
		return nil
	}
	u.release()
	u.mu.Lock()
	defer u.mu.Unlock()
	if passing := u.panic; passing != nil {
		u.panic = nil
		panic(passing)
	}
	if u.failed() {
		return u.err
	}
	return nil
}

// errStopped ends a body that nobody wants the rest of.
var errStopped = errors.New("the rest of the body is not wanted")

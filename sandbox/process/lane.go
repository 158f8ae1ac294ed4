package process

import (
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"

	"github.com/picloud/picloud/sandbox/process/wire"
)

// lane is the pair of pipes that a worker's small executions share, as the
// parent sees it. What several of them send at the same time is written at
// once, and what the worker answers together is read together. It also ends
// the wait of executions that are due, or whose clients are gone, so that they
// have one thing to wait for.
type lane struct {
	executor *Executor
	out, in  *os.File
	try      func(fd uintptr) bool // one attempt to write what flight holds
	raw      syscall.RawConn

	// Of whoever is flushing.
	flight  []byte
	written int
	failure error

	mu       sync.Mutex
	calls    map[uint32]*pair // in flight, by the ids of the exchanges
	queue    []byte           // frames to be written
	flushing bool
	broken   error // nothing comes any more

	timer *time.Timer // fires at next, or a little later than needed
	next  time.Time   // zero when it is not set
}

// word is what an execution on a lane hears of it.
type word struct {
	payload   string // of the Return
	elsewhere bool   // the answer comes on the pair
	err       error
}

func newLane(e *Executor, out, in *os.File) (*lane, error) {
	raw, err := out.SyscallConn()
	if err != nil {
		return nil, err
	}
	l := &lane{executor: e, out: out, in: in, raw: raw, calls: map[uint32]*pair{}}
	l.try = func(fd uintptr) bool {
		l.written, l.failure = writeNow(fd, l.flight)
		return true
	}
	return l, nil
}

// send sends a Call for a pair, whose heard gets the answer. Before it may get
// os.ErrDeadlineExceeded, once, when the call is due, and errGone, once, when
// the client's context has ended.
func (l *lane) send(client context.Context, id uint32, p *pair, due time.Time, frame []byte) error {
	l.mu.Lock()
	if l.broken != nil {
		l.mu.Unlock()
		return l.broken
	}
	if _, taken := l.calls[id]; taken {
		l.mu.Unlock()
		return errIDTaken
	}
	p.client, p.left, p.due, p.late = client, false, due, false
	l.calls[id] = p
	if l.next.IsZero() || due.Before(l.next) {
		l.wakeAt(due)
	}
	l.queue = append(l.queue, frame...)
	if l.flushing {
		l.mu.Unlock()
		return nil
	}
	l.flushing = true
	l.mu.Unlock()
	// Those who are about to send more get the chance to.
	runtime.Gosched()
	l.flush()
	return nil
}

// flush writes what is queued, until nothing is. It does not wait for a worker
// that does not read: that is left to another goroutine, which a worker that
// never reads keeps until it is killed.
func (l *lane) flush() {
	for l.take() {
		err := l.raw.Write(l.try)
		if err == nil && l.failure == nil && l.written == len(l.flight) {
			continue
		}
		if err == nil && (l.failure == nil || errors.Is(l.failure, syscall.EAGAIN)) {
			if l.executor.background(l.flushSlowly) {
				return
			}
		}
		return // the pipe is closed: nobody flushes any more
	}
}

// flushSlowly goes on where flush could not.
func (l *lane) flushSlowly() {
	if _, err := l.out.Write(l.flight[l.written:]); err == nil {
		l.flush()
	}
}

// take takes what is queued to be written.
func (l *lane) take() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.queue) == 0 || l.broken != nil {
		l.flushing = false
		return false
	}
	if cap(l.flight) > keptQueue {
		l.flight = nil
	}
	l.flight, l.queue = l.queue, l.flight[:0]
	return true
}

// receive hands out what the worker answers until the pipe closes or the worker
// breaks the protocol. It returns why.
func (l *lane) receive() error {
	in := wire.NewLaneReader(l.in)
	for {
		f, err := in.Next()
		if err == nil {
			err = l.deliver(f)
		}
		if err != nil {
			l.close(err)
			return err
		}
	}
}

// deliver hands out one answer.
func (l *lane) deliver(f wire.Frame) error {
	var w word
	switch {
	case f.Type == wire.Return && f.Flags == 0 && len(f.Payload) <= wire.MaxCall:
		w.payload = string(f.Payload)
	case f.Type == wire.Elsewhere && f.Flags == 0 && len(f.Payload) == 0:
		w.elsewhere = true
	default:
		return &wire.ProtocolError{Reason: "a frame that does not belong on the lane"}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	p, ok := l.calls[f.ID]
	if !ok {
		return &wire.ProtocolError{Reason: "an answer that nobody waits for"}
	}
	delete(l.calls, f.ID)
	p.client = nil
	p.heard <- w
	return nil
}

// leave tells the executions whose clients are gone. It is called every few
// milliseconds while there are any: waiting for each of the contexts would cost
// more than all else that an execution waits for.
func (l *lane) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, p := range l.calls {
		if !p.left && p.client.Err() != nil {
			p.left = true
			p.heard <- word{err: errGone}
		}
	}
}

// close tells all who wait that nothing comes any more.
func (l *lane) close(err error) {
	if errors.Is(err, os.ErrClosed) {
		err = io.EOF
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broken = err
	for id, p := range l.calls {
		delete(l.calls, id)
		p.heard <- word{err: err}
	}
	if l.timer != nil {
		l.timer.Stop()
	}
}

// wakeAt sets the timer. The caller holds the lock.
func (l *lane) wakeAt(due time.Time) {
	l.next = due
	if l.timer == nil {
		l.timer = time.AfterFunc(time.Until(due), l.expire)
		return
	}
	l.timer.Reset(time.Until(due))
}

// expire tells the executions that are due, and sets the timer for the next
// one. It is not set anew for each: they mostly have the same limit, so that
// one look in as long a time is enough.
func (l *lane) expire() {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	next := time.Time{}
	for _, p := range l.calls {
		switch {
		case p.late:
		case !p.due.After(now):
			p.late = true
			p.heard <- word{err: os.ErrDeadlineExceeded}
		case next.IsZero() || p.due.Before(next):
			next = p.due
		}
	}
	l.next = time.Time{}
	if !next.IsZero() && l.broken == nil {
		l.wakeAt(next)
	}
}

// keptQueue is how large a buffer is kept.
const keptQueue = 64 << 10

// errGone says that the client is gone.
var errGone = errors.New("the client went away")

// errIDTaken says that the id of an exchange is in use: another has to be
// drawn.
var errIDTaken = errors.New("the id of the exchange is in use")

package remote

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/remote/wire"
)

// reply is the ResponseWriter that an execution on a node writes to. It puts
// what is written into frames, and while nothing is written it says now and
// then that the node is alive. What is small is sent in one piece at the end.
type reply struct {
	w      http.ResponseWriter
	header http.Header

	mu      sync.Mutex
	pool    *[]byte
	buf     []byte // what is not sent yet
	piece   int    // where in it a Body begins that can take more, or -1
	wrote   bool   // the head
	sent    bool   // something
	done    bool
	failure error // the response cannot be sent
	err     error // of sending
	timer   *time.Timer
}

const (
	// beatInterval is how often a node says that it is alive.
	beatInterval = 500 * time.Millisecond

	// linger is how long what was written waits for more.
	linger = 2 * time.Millisecond

	replyBuffer = wire.MaxPiece + 4<<10
)

var replyBuffers = sync.Pool{New: func() any { return new(make([]byte, 0, replyBuffer)) }}

func newReply(w http.ResponseWriter) *reply {
	r := &reply{w: w, header: http.Header{}, piece: -1, pool: replyBuffers.Get().(*[]byte)}
	r.buf = (*r.pool)[:0]
	w.Header().Set("Content-Type", contentType)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.timer = time.AfterFunc(beatInterval, r.beat)
	return r
}

// Header implements http.ResponseWriter.
func (r *reply) Header() http.Header { return r.header }

// WriteHeader implements http.ResponseWriter.
func (r *reply) WriteHeader(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.head(status)
}

func (r *reply) head(status int) {
	if r.wrote || r.done || status < http.StatusOK {
		return
	}
	r.wrote = true
	room, b := wire.Begin(r.buf)
	if b, r.failure = wire.AppendHead(b, status, r.header); r.failure != nil {
		return
	}
	r.buf = wire.Finish(b, room, wire.Head)
	r.timer.Reset(linger)
}

// Write implements http.ResponseWriter.
func (r *reply) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.head(http.StatusOK)
	if r.done {
		return 0, http.ErrBodyNotAllowed
	}
	if r.failure != nil {
		return 0, r.failure
	}
	n := len(p)
	for len(p) > 0 {
		if r.piece < 0 {
			r.piece, r.buf = wire.Begin(r.buf)
		}
		took := min(len(p), wire.MaxPiece-(len(r.buf)-r.piece-wire.HeaderBytes))
		r.buf = append(r.buf, p[:took]...)
		if p = p[took:]; len(r.buf)-r.piece-wire.HeaderBytes == wire.MaxPiece {
			r.send()
		}
		if r.err != nil {
			return n - len(p), r.err
		}
	}
	return n, nil
}

// ask tells the caller to send the rest of the body.
func (r *reply) ask() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.buf = wire.AppendFrame(r.buf, wire.Continue, "")
	r.send()
	r.flush()
}

// beat sends what was written, or says that the node is alive.
func (r *reply) beat() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.done {
		return
	}
	if len(r.buf) == 0 {
		r.buf = wire.AppendFrame(r.buf, wire.Beat, "")
	}
	r.send()
	r.flush()
	r.timer.Reset(beatInterval)
}

// send sends what there is. The caller holds the lock.
func (r *reply) send() {
	if r.piece >= 0 {
		r.buf = wire.Finish(r.buf, r.piece, wire.Body)
		r.piece = -1
	}
	r.sent = true
	if r.err == nil {
		_, r.err = r.w.Write(r.buf)
	}
	r.buf = r.buf[:0]
}

func (r *reply) flush() {
	if r.err == nil {
		r.err = http.NewResponseController(r.w).Flush()
	}
}

// finish sends how the execution ended.
func (r *reply) finish(report *wire.Report, limits sandbox.Limits, began time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done = true
	if r.failure != nil {
		report.Result.Outcome, report.Result.Error = sandbox.Failed, r.failure.Error()
	}
	if r.piece >= 0 {
		r.buf = wire.Finish(r.buf, r.piece, wire.Body)
		r.piece = -1
	}
	room, b := wire.Begin(r.buf)
	r.buf = wire.Finish(wire.AppendReport(b, report, limits, began), room, wire.Result)
	if !r.sent {
		r.w.Header().Set("Content-Length", strconv.Itoa(len(r.buf)))
	}
	r.send()
}

// close releases the reply.
func (r *reply) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done = true
	r.timer.Stop()
	if cap(r.buf) <= 2*replyBuffer {
		*r.pool = r.buf[:0]
	}
	replyBuffers.Put(r.pool)
	r.buf, r.pool = nil, nil
}

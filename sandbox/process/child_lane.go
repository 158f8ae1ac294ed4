package process

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/local"
	"github.com/picloud/picloud/sandbox/process/wire"
)

// childLane is the pair of pipes that small executions share, seen from inside
// the worker.
//
// One goroutine is in charge: it reads a request, runs the script itself, and
// reads the next one, so that an execution costs no switch to another
// goroutine. Answers are written when no request is there to be read. When an
// execution takes long, another goroutine is put in charge; when they mostly
// do, each gets a goroutine of its own from the start.
type childLane struct {
	in       *wire.Reader
	inFile   *os.File // kept: a file that is collected is closed
	out      *os.File
	pairs    []*childPair
	calls    *childCalls
	executor *local.Executor
	script   sandbox.Script
	exit     func(error)
	idle     sync.Pool // of laneCalls

	// turn is odd while who is in charge runs a script. Whoever makes it even
	// takes charge: that goroutine when the script has ended, or another.
	turn atomic.Uint64
	pace time.Duration // how long executions take, about; of who is in charge

	seen uint64 // the turn at the last look

	mu       sync.Mutex
	queue    []byte // answers to be written
	since    time.Time
	spare    []byte
	flushing bool
}

const (
	// laneSlow is from where on executions get goroutines of their own.
	laneSlow = 200 * time.Microsecond

	// laneDelay is how long an answer may wait for others.
	laneDelay = 200 * time.Microsecond

	// laneFlush is how much is written at once, about.
	laneFlush = 32 << 10
)

func newChildLane(in, out *os.File, c *child) *childLane {
	l := &childLane{in: wire.NewLaneReader(in), inFile: in, out: out, calls: c.calls, exit: c.exit}
	l.idle.New = func() any {
		c := &laneCall{lane: l, response: childResponse{header: http.Header{}}}
		c.open, c.done = c.leave, c.finish
		return c
	}
	return l
}

// serve is in charge until another goroutine is, or the pipe closes.
func (l *childLane) serve() {
	charged := true
	defer func() {
		if charged { // the script has taken the goroutine with it
			go l.serve()
		}
	}()
	for charged {
		if !l.in.Ready() {
			l.flush()
		}
		f, err := l.in.Next()
		if errors.Is(err, io.EOF) {
			charged = false
			return // so has the control pipe, or will
		}
		l.exit(err)
		if f.Type != wire.Call {
			l.exit(fmt.Errorf("a frame of type %d on the lane", f.Type))
		}
		pair, body, call, err := wire.DecodeCall(f.Payload)
		if err == nil && pair >= len(l.pairs) {
			err = fmt.Errorf("a call for pair %d", pair)
		}
		l.exit(err)
		call.Script = l.script
		c := l.idle.Get().(*laneCall)
		c.id, c.out, c.inline = f.ID, l.pairs[pair].out, nil
		c.execution = l.executor.Begin(&call, body)
		l.calls.begin(f.ID, c.execution)
		if l.pace > laneSlow {
			go c.run()
			l.pace -= l.pace / 256 // it may be quick another time
			continue
		}
		c.turn = l.turn.Add(1)
		c.inline = &charged
		c.run()
	}
}

// laneCall is one execution on the lane.
type laneCall struct {
	lane      *childLane
	id        uint32
	out       *os.File // of its pair
	execution *local.Execution
	response  childResponse
	turn      uint64
	inline    *bool // set to whether its goroutine is still in charge; nil: it never was

	// Made once.
	open func() *os.File
	done func(sandbox.Result, time.Duration)
}

func (c *laneCall) run() {
	c.response.reset(c.id, c.open)
	c.execution.Run(&c.response, c.done)
}

// leave takes the response elsewhere: it is too large for the lane.
func (c *laneCall) leave() *os.File {
	c.resign()
	l := c.lane
	l.mu.Lock()
	l.queue = wire.AppendFrame(l.queue, wire.Elsewhere, 0, c.id, nil)
	l.mu.Unlock()
	l.flush()
	return c.out
}

// resign puts another goroutine in charge: this one may have to wait.
func (c *laneCall) resign() {
	if c.inline == nil || !*c.inline {
		return
	}
	*c.inline = false
	if c.lane.turn.CompareAndSwap(c.turn, c.turn+1) {
		go c.lane.serve()
	}
}

// finish sends the answer.
func (c *laneCall) finish(result sandbox.Result, took time.Duration) {
	l := c.lane
	l.calls.end(c.id)
	if result.Outcome == sandbox.MemoryLimit {
		// What it held is garbage now. Left where it is, the parent would take
		// it for the next execution's.
		c.resign()
		debug.FreeOSMemory()
	}
	if !c.response.small() || !c.answer(&result, took) {
		// It is too large, or has begun elsewhere.
		c.response.settle()
		l.exit(c.response.finish(&result))
	}
	c.execution = nil
	l.idle.Put(c)
}

// answer sends the answer on the lane. It reports false when it is too large.
func (c *laneCall) answer(result *sandbox.Result, took time.Duration) bool {
	l := c.lane
	l.mu.Lock()
	waited := len(l.queue) > 0
	start := len(l.queue)
	frame, ok := c.response.appendWhole(l.queue, result)
	if !ok {
		l.queue = l.queue[:start]
		l.mu.Unlock()
		return false
	}
	l.queue = frame
	now := c.inline == nil || !*c.inline || len(l.queue) > laneFlush
	if !waited {
		l.since = time.Now()
	} else if !now {
		now = time.Since(l.since) > laneDelay
	}
	l.mu.Unlock()
	if c.inline != nil && *c.inline {
		*c.inline = l.turn.CompareAndSwap(c.turn, c.turn+1)
		if *c.inline {
			l.pace += (took - l.pace) / 8
		}
		now = now || !*c.inline
	}
	if now {
		l.flush()
	}
	return true
}

// flush writes what is queued, unless another goroutine is about to.
func (l *childLane) flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.flushing {
		return
	}
	l.flushing = true
	for len(l.queue) > 0 {
		flight := l.queue
		l.queue, l.spare = l.spare[:0], nil
		l.mu.Unlock()
		_, err := l.out.Write(flight)
		l.exit(err)
		l.mu.Lock()
		l.spare = flight
	}
	l.flushing = false
}

// look puts a new goroutine in charge when the one that is has been running the
// same script at two looks. It is called now and then while scripts run.
func (l *childLane) look() {
	turn := l.turn.Load()
	if turn != l.seen {
		l.seen = turn
		return
	}
	if turn%2 == 1 && l.turn.CompareAndSwap(turn, turn+1) {
		l.pace = max(l.pace, 2*laneSlow)
		go func() {
			l.flush()
			l.serve()
		}()
	}
}

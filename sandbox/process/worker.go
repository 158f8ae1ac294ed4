package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/process/wire"
)

// worker is a worker process, as its parent sees it.
type worker struct {
	cmd     *exec.Cmd
	walls   []sandbox.Wall
	noise   *noise
	memory  *gauge
	threads *threads
	pairs   []*pair
	lane    *lane

	control *os.File // to the worker
	talking sync.Mutex
	answers chan answer

	// cause is why the parent killed it. What comes first stays.
	cause atomic.Pointer[cause]

	// dead is closed when the process is gone. Then verdict says why.
	dead    chan struct{}
	verdict verdict

	// owner is the script that it was given to, once.
	owner atomic.Pointer[script]

	// Of the owner, under its lock.
	limits  sandbox.Limits
	free    []*pair
	running int             // executions that hold a place
	uploads int             // uploads, until they have run
	ready   []chan struct{} // uploads that are complete and wait for a place
	busy    int             // pairs in use
	stuck   int             // executions that overran their deadline and go on
	leaving bool            // no new execution goes to it, and it ends with the last one
	slot    bool            // it counts against Options.MaxWorkers
	idle    time.Time

	// For the watcher: whether it is at work, how much memory it may hold, and
	// which clients it waits for.
	calls   atomic.Int32
	ceiling atomic.Int64
	need    atomic.Int32 // see hurry
	clients clients
}

// pair is a pair of pipes, for one exchange at a time.
type pair struct {
	index int
	out   *os.File
	raw   *os.File // what in reads
	in    *wire.Reader

	// heard is what comes of the exchange on the lane: at most that it is late,
	// that its client is gone, and the answer.
	heard chan word

	// Of the lane, under its lock.
	client context.Context
	left   bool // the client is gone, and that was told
	due    time.Time
	late   bool
}

// answer is a message from a worker on its control pipe.
type answer struct {
	kind    wire.Type
	payload []byte
}

// newWorker starts a worker and waits until it is ready.
func (e *Executor) newWorker(places int) (*worker, error) {
	if !e.begin() {
		return nil, errClosed
	}
	defer e.work.Done()
	cmd, files, err := spawn(e.spawner, e.program, places*pairsPerPlace, *e.walls.Load())
	if err != nil {
		return nil, err
	}
	shared, err := newLane(e, files[3], files[4])
	if err != nil { // files that were just opened: it does not happen
		closeAll(files)
		return nil, errors.Join(err, cmd.Process.Kill(), cmd.Wait())
	}
	w := &worker{
		cmd:     cmd,
		lane:    shared,
		memory:  newGauge(cmd.Process.Pid),
		threads: newThreads(cmd.Process.Pid),
		noise:   newNoise(files[0]),
		control: files[1],
		answers: make(chan answer, 1),
		dead:    make(chan struct{}),
	}
	control := files[2]
	for i := 5; i < len(files); i += 2 {
		w.pairs = append(w.pairs, &pair{
			index: len(w.pairs), out: files[i], raw: files[i+1], in: wire.NewReader(files[i+1]), heard: make(chan word, 3),
		})
	}
	w.free = append([]*pair(nil), w.pairs...)
	if !e.adopt(w, func() { e.supervise(w, control) }) {
		w.kill(causeClosed)
		e.supervise(w, control)
		return nil, errClosed
	}
	ready, err := w.await(context.Background(), wire.Ready, startTime)
	if err == nil {
		w.walls, err = wire.DecodeReady(ready)
	}
	if err != nil {
		w.kill(causeStart)
		<-w.dead
		return nil, fmt.Errorf("a worker process did not start: %w", w.explain(err))
	}
	w.memory.begin()
	return w, nil
}

// explain prefers what the worker itself said last to what the pipes say.
func (w *worker) explain(err error) error {
	if w.verdict.reason != "" && errors.Is(err, errDied) {
		return errors.New(w.verdict.reason)
	}
	return err
}

// supervise reads what the worker says on its control pipe until it is gone.
// It must not be called twice.
func (e *Executor) supervise(w *worker, control *os.File) {
	var hands sync.WaitGroup
	hands.Go(func() {
		w.accuse(w.lane.receive())
		w.kill(causeSilent)
	})
	in := wire.NewReader(control)
	for {
		f, err := in.Next()
		if err != nil {
			w.accuse(err)
			break
		}
		message, err := in.Message(f, wire.MaxControl)
		if err != nil {
			w.accuse(err)
			break
		}
		a := answer{kind: f.Type, payload: append([]byte(nil), message...)}
		select {
		case w.answers <- a:
			continue
		default:
		}
		w.accuse(&wire.ProtocolError{Reason: "a message that nobody asked for"})
		break
	}
	// A worker that closes its control pipe is of no more use, even when it
	// lives on.
	w.kill(causeSilent)
	state := w.cmd.Wait()
	closeAll([]*os.File{control, w.control, w.lane.out, w.lane.in})
	hands.Wait()
	w.noise.finish()
	w.verdict = classify(w.cause.Load(), state, w.cmd.ProcessState, w.noise.text())
	for _, p := range w.pairs {
		closeAll([]*os.File{p.out, p.raw})
	}
	w.memory.close()
	w.threads.close()
	close(w.dead)
	e.disown(w)
}

// accuse kills a worker that broke the protocol.
func (w *worker) accuse(err error) {
	if broken, ok := errors.AsType[*wire.ProtocolError](err); ok {
		w.kill(&cause{outcome: sandbox.Crashed, reason: "the worker process broke the protocol: " + broken.Reason, blame: true})
	}
}

// kill ends the process. The first cause is the one that counts.
func (w *worker) kill(c *cause) {
	if w.cause.CompareAndSwap(nil, c) {
		// It fails only when the process has ended already.
		_ = w.cmd.Process.Kill()
	}
}

// await returns the next answer of a worker, which must be of a kind.
func (w *worker) await(ctx context.Context, kind wire.Type, patience time.Duration) ([]byte, error) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case a := <-w.answers:
		if a.kind != kind {
			err := &wire.ProtocolError{Reason: "another answer than asked for"}
			w.accuse(err)
			return nil, err
		}
		return a.payload, nil
	case <-w.dead:
		return nil, errDied
	case <-timer.C:
		return nil, errSlow
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// tell sends a message on the control pipe. A worker that does not read it
// within a while is killed.
func (w *worker) tell(kind wire.Type, id uint32, message []byte) error {
	frames := wire.AppendMessage(nil, kind, 0, id, message)
	w.talking.Lock()
	defer w.talking.Unlock()
	if err := w.control.SetWriteDeadline(time.Now().Add(loadGrace)); err != nil {
		return err
	}
	_, err := w.control.Write(frames)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		w.kill(causeDeaf)
	}
	return err
}

// alive reports whether the process was not seen to end, nor killed.
func (w *worker) alive() bool { return w.cause.Load() == nil }

var (
	errClosed = fmt.Errorf("%w: the executor is closed", sandbox.ErrUnavailable)
	errDied   = errors.New("the worker process died")
	errSlow   = errors.New("the worker process did not answer in time")
)

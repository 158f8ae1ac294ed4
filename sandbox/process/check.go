package process

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"syscall"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/process/wire"
)

const (
	// checksPerWorker is how many checks one worker makes. Nothing of a script
	// is left after its check; a new worker now and then makes sure of it.
	checksPerWorker = 50

	// checkerIdle is how long a worker waits for another check.
	checkerIdle = 30 * time.Second
)

// checker checks scripts in a worker that is used for nothing else, one script
// at a time: one that kills the worker must not be taken for another.
type checker struct {
	executor *Executor
	turn     chan struct{} // holds a value while a check is in progress

	mu     sync.Mutex
	worker *worker
	checks int
	idle   time.Time
}

// Check implements sandbox.Executor. The script is compiled and its global
// variables are initialised in a worker. A script that kills the worker gets a
// diagnostic that says so. One whose worker was killed from outside is checked
// once more, in another worker.
func (e *Executor) Check(ctx context.Context, source string) ([]sandbox.Diagnostic, error) {
	if e.closed.Load() {
		return nil, errClosed
	}
	c := &e.checker
	select {
	case c.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for another check: %w", ctx.Err())
	}
	defer func() { <-c.turn }()
	for again := false; ; again = true {
		w, err := c.take()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", sandbox.ErrUnavailable, err)
		}
		diagnostics, err := e.check(ctx, w, source)
		c.put(w, err == nil)
		if err == nil {
			return diagnostics, nil
		}
		if e.closed.Load() {
			return nil, errClosed
		}
		if canceled := ctx.Err(); canceled != nil {
			return nil, canceled
		}
		<-w.dead
		if !again && w.slain() {
			continue
		}
		return []sandbox.Diagnostic{{
			Line: 1, Column: 1, Severity: sandbox.SeverityError, Code: "limit",
			Message: "this script cannot be loaded: " + w.verdict.reason,
		}}, nil
	}
}

// slain reports whether a worker that is gone was ended from outside, as by an
// operator or by a kernel that is short of memory: it broke no limit and said
// nothing. The script may be at fault all the same, since it may be what took
// the memory.
func (w *worker) slain() bool {
	if c := w.cause.Load(); c != nil && c != causeSilent || crashLine(w.noise.text()) != "" || w.cmd.ProcessState == nil {
		return false
	}
	status, ok := w.cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && (status.Signal() == syscall.SIGKILL || status.Signal() == syscall.SIGTERM)
}

func (e *Executor) check(ctx context.Context, w *worker, source string) ([]sandbox.Diagnostic, error) {
	e.watcher.watch(w, e.options.Limits.Memory)
	defer w.calls.Add(-1)
	limits := e.options.Limits
	limits.Timeout = e.options.CheckTimeout
	if err := w.tell(wire.Check, 0, wire.AppendLoad(nil, sandbox.Script{Source: source}, limits)); err != nil {
		return nil, err
	}
	payload, err := w.await(ctx, wire.Checked, e.options.CheckTimeout+drainTime)
	switch {
	case errors.Is(err, errSlow):
		w.kill(&cause{outcome: sandbox.Timeout, reason: fmt.Sprintf("checking it takes longer than %s", e.options.CheckTimeout)})
		return nil, err
	case err != nil:
		return nil, err
	}
	diagnostics, err := wire.DecodeChecked(payload)
	if err != nil {
		w.accuse(err)
	}
	return diagnostics, err
}

// take returns the worker, or a new one.
func (c *checker) take() (*worker, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := c.worker
	c.worker = nil
	if w != nil && w.alive() {
		return w, nil
	}
	c.checks = 0
	defer c.executor.pool.refill()
	return c.executor.pool.take(1)
}

// put keeps the worker for the next check, if it is fit for that.
func (c *checker) put(w *worker, fit bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.checks++
	if !fit {
		w.kill(causeSilent)
		return
	}
	if c.checks >= checksPerWorker {
		w.kill(causeRetired)
		return
	}
	c.worker, c.idle = w, time.Now()
	c.executor.sweeper.arm(checkerIdle)
}

// sweep stops the worker when nobody has used it for a while. Otherwise it says
// when that may be.
func (c *checker) sweep() (wait time.Duration, again bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.worker == nil {
		return 0, false
	}
	if wait = time.Until(c.idle.Add(checkerIdle)); wait > 0 {
		return wait, true
	}
	c.worker.kill(causeRetired)
	c.worker = nil
	return 0, false
}

package process

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/process/wire"
)

// pool holds the spares and counts the workers that scripts have.
type pool struct {
	executor *Executor

	mu       sync.Mutex
	spares   []*worker
	starting int // spares that are being started
	used     int // workers that count against Options.MaxWorkers

	// widest is how many places the widest worker had that a script wanted.
	widest atomic.Int32

	// freed gets a value when a worker may have become idle and somebody wants
	// one.
	freed  chan struct{}
	wanted atomic.Int32
}

// spareSize is for how many places a spare has pipes: as many as the limits
// that scripts have by default, or as any script has wanted.
func (p *pool) spareSize() int {
	return min(max(p.executor.options.Limits.Concurrency, int(p.widest.Load())), sandbox.MaxConcurrency)
}

// widen makes spares have pipes for so many places from now on.
func (p *pool) widen(places int) {
	for {
		widest := p.widest.Load()
		if int(widest) >= places || p.widest.CompareAndSwap(widest, int32(min(places, sandbox.MaxConcurrency))) {
			return
		}
	}
}

// put adds a spare.
func (p *pool) put(w *worker) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spares = append(p.spares, w)
}

// drop removes a spare that has died.
func (p *pool) drop(w *worker) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, spare := range p.spares {
		if spare == w {
			p.spares = append(p.spares[:i], p.spares[i+1:]...)
			return
		}
	}
}

// take returns a worker that has no script yet: a spare if there is one with
// enough pipes. Whoever takes it calls refill when it has no more work for the
// CPU.
func (p *pool) take(places int) (*worker, error) {
	p.widen(places)
	if w := p.spare(places); w != nil {
		return w, nil
	}
	return p.executor.newWorker(p.spareSize())
}

// spare takes a spare with enough pipes. Those that have fewer are of no more
// use.
func (p *pool) spare(places int) *worker {
	p.mu.Lock()
	defer p.mu.Unlock()
	for n := len(p.spares); n > 0; n = len(p.spares) {
		w := p.spares[n-1]
		p.spares[n-1] = nil
		p.spares = p.spares[:n-1]
		if !w.alive() {
			continue
		}
		if len(w.pairs) >= places {
			return w
		}
		w.kill(causeRetired)
	}
	return nil
}

// refill starts spares in the background until there are as many as wanted.
func (p *pool) refill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.spares)+p.starting < p.executor.options.Spares {
		p.starting++
		if !p.executor.background(p.startSpare) {
			p.starting--
			return
		}
	}
}

func (p *pool) startSpare() {
	w, err := p.executor.newWorker(p.spareSize())
	p.mu.Lock()
	p.starting--
	if err == nil {
		p.spares = append(p.spares, w)
	}
	p.mu.Unlock()
	if err == nil && !w.alive() {
		p.drop(w)
	}
	if err != nil && !p.executor.closed.Load() {
		p.executor.options.Logger.Error("starting a spare worker", "error", err)
	}
}

// reserve counts one more worker. When there are too many, it stops the one
// that has been idle longest. It reports false when none is idle.
func (p *pool) reserve() bool {
	for {
		p.mu.Lock()
		if p.used < p.executor.options.MaxWorkers {
			p.used++
			p.mu.Unlock()
			return true
		}
		p.mu.Unlock()
		if !p.executor.evict() {
			return false
		}
	}
}

// await is reserve that waits for a worker to become idle.
func (p *pool) await(patience time.Duration) bool {
	if p.reserve() {
		return true
	}
	p.wanted.Add(1)
	defer p.wanted.Add(-1)
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		if p.reserve() {
			p.notify() // there may be more than one
			return true
		}
		select {
		case <-p.freed:
		case <-timer.C:
			return false
		case <-p.executor.done:
			return false
		}
	}
}

// notify wakes one of those who wait for a worker.
func (p *pool) notify() {
	if p.wanted.Load() == 0 {
		return
	}
	select {
	case p.freed <- struct{}{}:
	default:
	}
}

// unreserve gives back what reserve counted.
func (p *pool) unreserve() {
	p.mu.Lock()
	p.used--
	p.mu.Unlock()
	p.notify()
}

// evict stops the worker that has been idle longest. It reports false when
// none is idle.
func (e *Executor) evict() bool {
	for {
		var oldest *script
		var since time.Time
		e.scripts.Range(func(_, value any) bool {
			s := value.(*script)
			if idle, ok := s.idleSince(); ok && (oldest == nil || idle.Before(since)) {
				oldest, since = s, idle
			}
			return true
		})
		if oldest == nil {
			return false
		}
		if oldest.stopIdle(since) {
			return true
		}
	}
}

// give takes a worker for a script and has it load the script. The result is
// not OK when the worker cannot be had, and the worker is nil then. When the
// script itself is at fault, both are there: the worker lives and says so.
func (e *Executor) give(s *script, limits sandbox.Limits) (*worker, sandbox.Result) {
	if !e.pool.await(limits.Timeout / 2) {
		return nil, sandbox.Result{
			Outcome: sandbox.Overloaded,
			Error:   fmt.Sprintf("all %d workers are busy with other scripts", e.options.MaxWorkers),
		}
	}
	defer e.pool.refill()
	w, err := e.pool.take(limits.Concurrency)
	if err != nil {
		e.pool.unreserve()
		return nil, sandbox.Result{Outcome: sandbox.Crashed, Error: err.Error()}
	}
	w.limits, w.slot = limits, true
	w.owner.Store(s)
	e.watcher.watch(w, limits.Memory)
	defer w.calls.Add(-1)
	result, err := w.load(s.source, limits)
	if err == nil {
		return w, result
	}
	if errors.Is(err, errSlow) {
		w.kill(causeLoad)
	} else {
		w.accuse(err)
	}
	w.kill(causeSilent)
	<-w.dead
	s.mu.Lock()
	s.giveBackSlot(w)
	s.mu.Unlock()
	return nil, sandbox.Result{Outcome: w.verdict.outcome, Error: w.verdict.reason}
}

// load sends the script to the worker. The result is what became of its global
// variables.
func (w *worker) load(s sandbox.Script, limits sandbox.Limits) (sandbox.Result, error) {
	began := time.Now()
	if err := w.tell(wire.Load, 0, wire.AppendLoad(nil, s, limits)); err != nil {
		return sandbox.Result{}, errDied
	}
	payload, err := w.await(context.Background(), wire.Loaded, limits.Timeout+loadGrace)
	if err != nil {
		return sandbox.Result{}, err
	}
	return wire.DecodeResult(payload, limits, began)
}

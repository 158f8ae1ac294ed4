package process

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// script is what is kept for one version of a script: at most one worker that
// takes new executions, and queues for it. Executions in flight may be on
// workers before it.
type script struct {
	executor *Executor
	source   sandbox.Script

	mu       sync.Mutex
	worker   *worker
	starting bool
	waiting  []*waiter
	uploads  []*waiter
	deaths   []time.Time // those that count, the last ones
	last     verdict     // of the last death that counts
	live     bool        // the version that was executed last
	past     bool        // another one was executed since
	retired  bool
}

// seat is a place on a worker, with a pair of pipes.
type seat struct {
	worker *worker
	pair   *pair
	upload bool          // it was taken without a place, for a body that is under way
	warm   time.Duration // how long the worker took to start for it
}

// enter takes a place for an execution. It waits for the worker to start, and
// in the queue, which is as long as there are places. For an upload it takes no
// place yet: that is for when the body is complete. There can be as many
// uploads as places, and they have a queue of their own.
func (s *script) enter(ctx context.Context, limits sandbox.Limits, upload bool) (seat, *sandbox.Result) {
	s.mu.Lock()
	if !s.live {
		s.live, s.past = true, false
		s.mu.Unlock()
		s.executor.supersede(s)
		s.mu.Lock()
	}
	line := s.line(upload)
	if w := s.worker; w != nil && len(*line) == 0 && w.takes(limits) && w.room(upload) {
		taken := w.seat(upload)
		s.mu.Unlock()
		return taken, nil
	}
	if s.worker != nil && !s.worker.takes(limits) {
		s.leave()
	}
	held := 0
	if s.worker != nil {
		held = s.worker.held(upload)
	}
	if held+len(*line) >= 2*limits.Concurrency {
		s.mu.Unlock()
		return seat{}, &sandbox.Result{Outcome: sandbox.Overloaded, Error: "all places of the script are taken, and so is its queue"}
	}
	self := &waiter{turn: make(chan grant, 1), upload: upload}
	*line = append(*line, self)
	s.start(limits)
	patience := limits.Timeout
	if s.worker == nil {
		patience += startPatience
	} else {
		s.hurry(s.worker)
	}
	s.mu.Unlock()
	return s.await(ctx, self, patience)
}

// start has a worker started, unless there is one already. The caller holds
// the lock.
func (s *script) start(limits sandbox.Limits) {
	if s.starting || s.worker != nil {
		return
	}
	if why := s.refusal(); why != nil {
		s.refuseAll(why)
		return
	}
	s.starting = true
	if !s.executor.background(func() { s.warmUp(limits) }) {
		s.starting = false
		s.refuseAll(&sandbox.Result{Outcome: sandbox.Crashed, Error: causeClosed.reason})
	}
}

// warmUp gets a worker and lets those who wait have it.
func (s *script) warmUp(limits sandbox.Limits) {
	began := time.Now()
	w, result := s.executor.give(s, limits)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.starting = false
	if w != nil && !w.alive() {
		s.giveBackSlot(w)
		result = sandbox.Result{Outcome: sandbox.Crashed, Error: errDied.Error()}
		w = nil
	}
	if w != nil {
		s.worker = w
		w.idle = time.Now()
		s.executor.sweeper.arm(s.executor.options.Idle)
	}
	if result.Outcome != sandbox.OK {
		result.Usage.Warm = time.Since(began)
		s.refuseAll(&result)
		s.leaveIfRetired()
		return
	}
	s.dispatch(time.Since(began))
	s.leaveIfRetired()
}

// takes reports whether new executions under limits may go to the worker.
func (w *worker) takes(limits sandbox.Limits) bool {
	return w.stuck == 0 && w.limits.Memory == limits.Memory && w.limits.Concurrency == limits.Concurrency && w.alive()
}

// held is how many executions hold a place, or of uploads how many there are.
func (w *worker) held(upload bool) int {
	if upload {
		return w.uploads
	}
	return w.running
}

// room reports whether the worker can take another execution.
func (w *worker) room(upload bool) bool {
	return w.held(upload) < w.limits.Concurrency && len(w.free) > 0
}

// seat takes an execution in. The caller has made sure that there is room.
func (w *worker) seat(upload bool) seat {
	last := len(w.free) - 1
	taken := seat{worker: w, pair: w.free[last], upload: upload}
	w.free = w.free[:last]
	if upload {
		w.uploads++
	} else {
		w.running++
	}
	w.busy++
	w.calls.Add(1)
	return taken
}

// giveBackPlace lets the next execution begin while the response of this one
// is still being fetched.
func (s *script) giveBackPlace(used *seat) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := used.worker
	if used.upload {
		used.upload = false
		w.uploads--
	}
	w.vacate()
	s.dispatch(0)
}

// release gives back a pair, and its place unless that was given back before.
func (s *script) release(used seat, place bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.giveBack(used, place)
}

// giveBack is release for a caller who holds the lock.
func (s *script) giveBack(used seat, place bool) {
	w := used.worker
	w.free = append(w.free, used.pair)
	w.busy--
	w.calls.Add(-1)
	if used.upload {
		w.uploads--
	}
	if place {
		w.vacate()
	}
	s.settle(w)
}

// settle does what has become possible when an execution has left a worker.
// The caller holds the lock.
func (s *script) settle(w *worker) {
	if w == s.worker {
		s.dispatch(0)
		s.leaveIfRetired()
	}
	if w.busy > 0 {
		return
	}
	if w.leaving {
		w.kill(causeRetired)
		return
	}
	w.idle = time.Now()
	s.executor.sweeper.arm(s.executor.options.Idle)
	s.executor.pool.notify()
}

// leaveIfRetired stops the worker of a retired script when it is idle. The
// caller holds the lock.
func (s *script) leaveIfRetired() {
	if s.retired && s.worker != nil && s.worker.busy == 0 && s.queued() == 0 {
		s.leave()
	}
}

// leave lets the worker have no new executions, and end with the last of those
// it has. The caller holds the lock.
func (s *script) leave() {
	w := s.worker
	s.worker = nil
	w.leaving = true
	w.need.Store(needsNothing)
	s.giveBackSlot(w)
	if w.busy == 0 {
		w.kill(causeRetired)
	}
}

// giveBackSlot lets another script have a worker instead. The caller holds the
// lock.
func (s *script) giveBackSlot(w *worker) {
	if w.slot {
		w.slot = false
		s.executor.pool.unreserve()
	}
}

// retire stops the worker as soon as it is idle.
func (s *script) retire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.retired = true
	s.leaveIfRetired()
}

// died notes that a worker of the script is gone.
func (s *script) died(w *worker) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.giveBackSlot(w)
	if w.verdict.blame {
		s.executor.options.Logger.Warn("a worker died", "script", s.source.ID, "version", s.source.Version,
			"pid", w.cmd.Process.Pid, "outcome", string(w.verdict.outcome), "reason", w.verdict.reason)
		s.last = w.verdict
		s.deaths = append(s.deaths, time.Now())
		if len(s.deaths) > crashLimit {
			s.deaths = s.deaths[1:]
		}
	}
	if s.worker != w {
		return
	}
	s.worker = nil
	if s.queued() > 0 {
		s.start(w.limits)
	}
}

// refusal is why the script is not run for now, or nil. The caller holds the
// lock.
func (s *script) refusal() *sandbox.Result {
	if len(s.deaths) < crashLimit {
		return nil
	}
	first, last := s.deaths[0], s.deaths[len(s.deaths)-1]
	wait := crashPause - time.Since(last)
	if last.Sub(first) > crashWindow || wait <= 0 {
		return nil
	}
	return &sandbox.Result{
		Outcome: sandbox.Overloaded,
		Error: fmt.Sprintf("the script's worker processes died %d times in a row, the last time because: %s; it is tried again in %s",
			crashLimit, s.last.reason, wait.Round(time.Second)),
	}
}

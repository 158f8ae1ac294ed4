package process

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// script is what is kept for one version of a script: at most one worker that
// takes new executions, and a queue for it. Executions in flight may be on
// workers before it.
type script struct {
	executor *Executor
	source   sandbox.Script

	mu       sync.Mutex
	worker   *worker
	starting bool
	waiting  []*waiter
	deaths   []time.Time // those that count, the last ones
	last     verdict     // of the last death that counts
	live     bool        // the version that was executed last
	retired  bool
}

// waiter is an execution in the queue.
type waiter struct {
	turn chan grant
}

// grant is what a waiter gets: a seat, or the reason why not.
type grant struct {
	seat   seat
	refuse *sandbox.Result
}

// seat is a place on a worker, with a pair of pipes.
type seat struct {
	worker *worker
	pair   *pair
	warm   time.Duration // how long the worker took to start for it
}

// enter takes a place for an execution. It waits for the worker to start, and
// in the queue, which is as long as there are places.
func (s *script) enter(ctx context.Context, limits sandbox.Limits) (seat, *sandbox.Result) {
	s.mu.Lock()
	if !s.live {
		s.live = true
		s.mu.Unlock()
		s.executor.supersede(s)
		s.mu.Lock()
	}
	if w := s.worker; w != nil && len(s.waiting) == 0 && w.takes(limits) && w.room() {
		taken := w.seat()
		s.mu.Unlock()
		return taken, nil
	}
	if s.worker != nil && !s.worker.takes(limits) {
		s.leave()
	}
	running := 0
	if s.worker != nil {
		running = s.worker.running
	}
	if running+len(s.waiting) >= 2*limits.Concurrency {
		s.mu.Unlock()
		return seat{}, &sandbox.Result{Outcome: sandbox.Overloaded, Error: "all places of the script are taken, and so is its queue"}
	}
	self := &waiter{turn: make(chan grant, 1)}
	s.waiting = append(s.waiting, self)
	s.start(limits)
	patience := limits.Timeout
	if s.worker == nil {
		patience += startPatience
	}
	s.mu.Unlock()
	return s.await(ctx, self, patience)
}

// await waits for the turn of a waiter.
func (s *script) await(ctx context.Context, self *waiter, patience time.Duration) (seat, *sandbox.Result) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	var refuse *sandbox.Result
	select {
	case g := <-self.turn:
		return g.seat, g.refuse
	case <-timer.C:
		refuse = &sandbox.Result{Outcome: sandbox.Overloaded, Error: "all places of the script stayed taken"}
	case <-ctx.Done():
		refuse = &sandbox.Result{Outcome: sandbox.Canceled, Error: "the client went away while the execution was queued"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if refuse.Outcome == sandbox.Overloaded && s.worker == nil {
		refuse = &sandbox.Result{Outcome: sandbox.Timeout, Error: causeLoad.reason}
	}
	for i, waiting := range s.waiting {
		if waiting == self {
			s.waiting = append(s.waiting[:i], s.waiting[i+1:]...)
			return seat{}, refuse
		}
	}
	// The turn came at the same moment.
	g := <-self.turn
	if g.refuse == nil {
		s.giveBack(g.seat, true)
	}
	return seat{}, refuse
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

// refuseAll turns away all who wait. The caller holds the lock.
func (s *script) refuseAll(why *sandbox.Result) {
	for _, waiting := range s.waiting {
		waiting.turn <- grant{refuse: why}
	}
	s.waiting = nil
}

// dispatch gives free places to those who wait. The caller holds the lock.
func (s *script) dispatch(warm time.Duration) {
	w := s.worker
	if w == nil || !w.alive() {
		return
	}
	for len(s.waiting) > 0 && w.stuck == 0 && w.room() {
		taken := w.seat()
		taken.warm = warm
		s.waiting[0].turn <- grant{seat: taken}
		s.waiting = s.waiting[1:]
	}
}

// takes reports whether new executions under limits may go to the worker.
func (w *worker) takes(limits sandbox.Limits) bool {
	return w.stuck == 0 && w.limits.Memory == limits.Memory && w.limits.Concurrency == limits.Concurrency && w.alive()
}

// room reports whether the worker has a place free.
func (w *worker) room() bool {
	return w.running < w.limits.Concurrency && len(w.free) > 0
}

// seat takes a place. The caller has made sure that there is one.
func (w *worker) seat() seat {
	last := len(w.free) - 1
	taken := seat{worker: w, pair: w.free[last]}
	w.free = w.free[:last]
	w.running++
	w.busy++
	w.calls.Add(1)
	return taken
}

// giveBackPlace lets the next execution begin while the response of this one
// is still being fetched.
func (s *script) giveBackPlace(w *worker) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.running--
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
	if place {
		w.running--
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
	if s.retired && s.worker != nil && s.worker.busy == 0 && len(s.waiting) == 0 {
		s.leave()
	}
}

// leave lets the worker have no new executions, and end with the last of those
// it has. The caller holds the lock.
func (s *script) leave() {
	w := s.worker
	s.worker = nil
	w.leaving = true
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
	if len(s.waiting) > 0 {
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

package process

import (
	"context"
	"slices"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// waiter is an execution in a queue.
type waiter struct {
	turn   chan grant
	upload bool // see enter
}

// grant is what a waiter gets: a seat, or the reason why not.
type grant struct {
	seat   seat
	refuse *sandbox.Result
}

// line is the queue for uploads, or for other executions. The caller holds the
// lock.
func (s *script) line(upload bool) *[]*waiter {
	if upload {
		return &s.uploads
	}
	return &s.waiting
}

// queued is how many executions wait. The caller holds the lock.
func (s *script) queued() int { return len(s.waiting) + len(s.uploads) }

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
	line := s.line(self.upload)
	if i := slices.Index(*line, self); i >= 0 {
		*line = slices.Delete(*line, i, i+1)
		if s.worker != nil {
			s.hurry(s.worker)
		}
		return seat{}, refuse
	}
	// The turn came at the same moment.
	g := <-self.turn
	if g.refuse == nil {
		s.giveBack(g.seat, !self.upload)
	}
	return seat{}, refuse
}

// refuseAll turns away all who wait. The caller holds the lock.
func (s *script) refuseAll(why *sandbox.Result) {
	for _, upload := range [...]bool{false, true} {
		line := s.line(upload)
		for _, waiting := range *line {
			waiting.turn <- grant{refuse: why}
		}
		*line = nil
	}
}

// dispatch gives free places to those who wait. The caller holds the lock.
func (s *script) dispatch(warm time.Duration) {
	w := s.worker
	if w == nil || !w.alive() {
		return
	}
	for _, upload := range [...]bool{false, true} {
		line := s.line(upload)
		for len(*line) > 0 && w.stuck == 0 && w.room(upload) {
			taken := w.seat(upload)
			taken.warm = warm
			(*line)[0].turn <- grant{seat: taken}
			*line = (*line)[1:]
		}
	}
	s.hurry(w)
}

// takePlace has an upload take its place when its body is complete. The
// result says why it could not.
func (s *script) takePlace(ctx context.Context, w *worker, patience time.Duration) *sandbox.Result {
	s.mu.Lock()
	if w.running < w.limits.Concurrency {
		w.running++
		s.mu.Unlock()
		return nil
	}
	turn := make(chan struct{}, 1)
	w.ready = append(w.ready, turn)
	s.mu.Unlock()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	var refuse *sandbox.Result
	select {
	case <-turn:
		return nil
	case <-w.dead:
		return nil // writing to it fails
	case <-timer.C:
		refuse = &sandbox.Result{Outcome: sandbox.Overloaded, Error: "all places of the script stayed taken"}
	case <-ctx.Done():
		refuse = &sandbox.Result{Outcome: sandbox.Canceled, Error: "the client went away while the execution was queued"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.Index(w.ready, turn); i >= 0 {
		w.ready = slices.Delete(w.ready, i, i+1)
		return refuse
	}
	return nil // the turn came at the same moment
}

// vacate frees a place, for an upload that is complete if there is one. The
// caller holds the lock.
func (w *worker) vacate() {
	if len(w.ready) == 0 {
		w.running--
		return
	}
	w.ready[0] <- struct{}{}
	w.ready = w.ready[1:]
}

package process

import (
	"context"
	"fmt"

	"github.com/picloud/picloud/sandbox"
)

// Prepare implements sandbox.Preparer: it starts a worker for a version of a
// script and has it load the script, unless there is one already.
func (e *Executor) Prepare(ctx context.Context, source sandbox.Script, limits sandbox.Limits) error {
	if e.closed.Load() {
		return errClosed
	}
	refuse := e.script(source).prepare(ctx, e.limits(limits))
	if refuse == nil {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return fmt.Errorf("preparing script %s: %s: %s", source.ID, refuse.Outcome, refuse.Error)
}

// prepare waits until there is a worker for executions under limits.
func (s *script) prepare(ctx context.Context, limits sandbox.Limits) *sandbox.Result {
	s.mu.Lock()
	if s.worker != nil {
		if s.worker.takes(limits) {
			s.mu.Unlock()
			return nil
		}
		s.leave()
	}
	self := &waiter{turn: make(chan grant, 1)}
	s.waiting = append(s.waiting, self)
	s.start(limits)
	s.mu.Unlock()
	taken, refuse := s.await(ctx, self, startTime+limits.Timeout+2*loadGrace)
	if refuse == nil {
		s.release(taken, true)
	}
	return refuse
}

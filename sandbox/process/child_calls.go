package process

import (
	"context"
	"sync"
)

// stopper is an execution that can be stopped.
type stopper interface {
	Stop()
}

// cancelation stops what goes by a context.
type cancelation context.CancelFunc

// Stop implements stopper.
func (c cancelation) Stop() { c() }

// childCalls are the executions in progress in a worker, by the ids of their
// exchanges.
type childCalls struct {
	mu    sync.Mutex
	stops map[uint32]stopper

	// early are calls that were canceled before they began here: control and
	// requests come on different pipes. Some never begin, or have ended.
	early map[uint32]struct{}
}

// maxEarly is how many ids are remembered.
const maxEarly = 1024

func newChildCalls() *childCalls {
	return &childCalls{stops: map[uint32]stopper{}, early: map[uint32]struct{}{}}
}

// begin notes an execution.
func (c *childCalls) begin(id uint32, s stopper) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stops[id] = s
	if _, ok := c.early[id]; ok {
		delete(c.early, id)
		s.Stop()
	}
}

// end forgets an execution.
func (c *childCalls) end(id uint32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.stops, id)
}

// cancel stops an execution.
func (c *childCalls) cancel(id uint32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s, ok := c.stops[id]; ok {
		s.Stop()
		return
	}
	if len(c.early) == maxEarly {
		clear(c.early)
	}
	c.early[id] = struct{}{}
}

package process

import (
	"context"
	"sync"
)

// childCalls are the executions in progress in a worker, by the ids of their
// exchanges.
type childCalls struct {
	mu    sync.Mutex
	stops map[uint32]context.CancelFunc

	// early are calls that were canceled before they began here: control and
	// requests come on different pipes. Some never begin, or have ended.
	early map[uint32]struct{}
}

// maxEarly is how many ids are remembered.
const maxEarly = 1024

func newChildCalls() *childCalls {
	return &childCalls{stops: map[uint32]context.CancelFunc{}, early: map[uint32]struct{}{}}
}

// begin returns the context of a call.
func (c *childCalls) begin(id uint32) context.Context {
	ctx, stop := context.WithCancel(context.Background())
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stops[id] = stop
	if _, ok := c.early[id]; ok {
		delete(c.early, id)
		stop()
	}
	return ctx
}

func (c *childCalls) end(id uint32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stops[id]()
	delete(c.stops, id)
}

// cancel stops a call.
func (c *childCalls) cancel(id uint32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if stop, ok := c.stops[id]; ok {
		stop()
		return
	}
	if len(c.early) == maxEarly {
		clear(c.early)
	}
	c.early[id] = struct{}{}
}

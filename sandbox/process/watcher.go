package process

import (
	"sync/atomic"
	"time"
)

const (
	watchEvery = 10 * time.Millisecond
	watchIdle  = 50 // looks without work before the watcher sleeps
)

// watcher looks after workers while they are at work: which clients of theirs
// are gone, and how much memory they hold. It kills those that hold too much.
// Workers look after themselves too and mostly stop the script in time; the
// watcher is for those that cannot, and stands in front of the hard limit,
// which is no more than the last resort.
type watcher struct {
	executor *Executor
	awake    atomic.Bool
}

// watch looks after a worker that begins to work, until its calls are counted
// down again.
func (a *watcher) watch(w *worker, limit int64) {
	// A little more than the limit: the worker should notice first.
	w.ceiling.Store(limit + limit/8 + 4<<20)
	w.calls.Add(1)
	a.wake()
}

// wake starts the watcher if it sleeps.
func (a *watcher) wake() {
	if a.awake.Load() || a.awake.Swap(true) {
		return
	}
	if !a.executor.background(a.run) {
		a.awake.Store(false)
	}
}

// run looks until nothing was at work for a while.
func (a *watcher) run() {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	for idle := 0; idle < watchIdle; idle++ {
		<-ticker.C
		if a.executor.closed.Load() {
			break
		}
		if a.look() {
			idle = 0
		}
	}
	a.awake.Store(false)
	// What began meanwhile has seen it awake.
	if !a.executor.closed.Load() && a.look() {
		a.wake()
	}
}

// look reports whether anything is at work.
func (a *watcher) look() (busy bool) {
	e := a.executor
	e.mu.Lock()
	defer e.mu.Unlock()
	for w := range e.live {
		if w.calls.Load() == 0 {
			continue
		}
		busy = true
		w.lane.leave()
		if w.memory.grown() > w.ceiling.Load() {
			w.kill(causeMemory)
		}
	}
	return busy
}

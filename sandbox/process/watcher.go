package process

import (
	"sync/atomic"
	"time"
)

const (
	watchEvery = 10 * time.Millisecond
	watchIdle  = 50 // looks without work before the watcher sleeps
	watchAll   = 10 // of so many looks one is at workers that are idle too

	// maxThreads is how many threads a worker may have, several times what it
	// needs. Threads are what all processes of a user, or of a service, have only
	// so many of.
	maxThreads = 64
)

// watcher looks after workers while they are at work: which clients of theirs
// are gone or hold up others, and how much memory and how many threads they
// have. It kills those that have too much.
// Workers look after themselves too and mostly stop the script in time; the
// watcher is for those that cannot, and stands in front of the hard limit,
// which is no more than the last resort.
type watcher struct {
	executor *Executor
	awake    atomic.Bool
	looks    uint // guarded by Executor.mu
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
	var short []*worker
	e.mu.Lock()
	a.looks++
	all := a.looks%watchAll == 0
	for w := range e.live {
		working := w.calls.Load() > 0
		if (working || all) && w.threads.count() > maxThreads {
			w.kill(causeThreads)
		}
		if !working {
			continue
		}
		busy = true
		w.lane.leave()
		if w.memory.grown() > w.ceiling.Load() {
			w.kill(causeMemory)
		}
		if w.need.Load() != needsNothing {
			short = append(short, w)
		}
	}
	e.mu.Unlock()
	for _, w := range short {
		w.clients.cutSlowest(w.need.Load())
	}
	return busy
}

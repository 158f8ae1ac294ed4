package process

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/process/walls"
)

// Executor runs scripts in worker processes. Use New.
type Executor struct {
	options Options
	program program
	spawner *spawner
	walls   atomic.Pointer[walls.Options]
	stands  atomic.Pointer[[]sandbox.Wall] // what the first worker reported
	closed  atomic.Bool
	done    chan struct{} // closed by Close

	scripts sync.Map // scriptKey to *script
	pool    pool
	checker checker
	watcher watcher
	sweeper sweeper

	// work counts what runs in the background: everything that Close waits for.
	mu     sync.Mutex
	ending bool
	work   sync.WaitGroup
	live   map[*worker]struct{}
	tally  tally
}

// scriptKey names one version of a script.
type scriptKey struct {
	id      string
	version int64
}

// Interface guards
var (
	_ sandbox.Executor = (*Executor)(nil)
	_ sandbox.Preparer = (*Executor)(nil)
	_ sandbox.Walled   = (*Executor)(nil)
)

// New starts an Executor and its first worker. It fails when workers cannot be
// started here, or not behind the walls that the options require.
func New(o Options) (*Executor, error) {
	program, err := ownProgram()
	if err != nil {
		return nil, err
	}
	return newExecutor(o, program)
}

func newExecutor(o Options, program program) (*Executor, error) {
	if !supported {
		return nil, fmt.Errorf("%w: worker processes need a Unix system: use the local executor here", sandbox.ErrUnavailable)
	}
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	e := &Executor{options: o, program: program, spawner: newSpawner(), live: map[*worker]struct{}{}, done: make(chan struct{})}
	e.pool.executor, e.watcher.executor, e.sweeper.executor = e, e, e
	e.pool.freed = make(chan struct{}, 1)
	e.checker.executor, e.checker.turn = e, make(chan struct{}, 1)
	if err := e.probe(); err != nil {
		_ = e.Close() // it has nothing that could fail
		return nil, err
	}
	return e, nil
}

// probe starts the first worker, behind the strongest walls that work here.
func (e *Executor) probe() error {
	o := walls.Available()
	o.Require = e.options.Isolation == Require
	for {
		e.walls.Store(&o)
		w, err := e.newWorker(e.pool.spareSize())
		if err == nil {
			e.report(w)
			e.pool.put(w)
			return nil
		}
		weaker, ok := o.Weaker()
		if !ok {
			return err
		}
		e.options.Logger.Debug("workers do not start behind these walls: trying weaker ones", "error", err)
		o = weaker
	}
}

// report keeps what the first worker said about its walls, and logs it: as a
// warning when one is missing that hostile code is held by.
func (e *Executor) report(w *worker) {
	e.stands.Store(&w.walls)
	level := slog.LevelInfo
	var standing, missing []string
	for _, wall := range w.walls {
		if wall.Stands {
			standing = append(standing, wall.Name)
			continue
		}
		missing = append(missing, wall.Name+": "+wall.Detail)
		switch wall.Name {
		case walls.Syscalls, walls.Privileges, walls.Inspection, walls.Resources:
			level = slog.LevelWarn
		}
	}
	e.options.Logger.Log(context.Background(), level, "scripts run in worker processes", "walls", standing, "missing", missing)
}

// Walls implements sandbox.Walled.
func (e *Executor) Walls() []sandbox.Wall {
	list := []sandbox.Wall{
		{Name: "crashes", Stands: true, Detail: "each script runs in a process of its own"},
		{Name: "time", Stands: true, Detail: "the client is answered at the deadline, and a process that does not stop is killed"},
		{Name: "loops", Stands: true, Detail: "operations are counted"},
		{Name: "recursion", Stands: true, Detail: "the depth of calls is bounded"},
		{Name: "packages", Stands: true, Detail: "only packages that open no files, connections or processes can be imported"},
		memoryWall(),
	}
	return append(list, *e.stands.Load()...)
}

// Retire implements sandbox.Executor.
func (e *Executor) Retire(scriptID string) {
	e.scripts.Range(func(key, value any) bool {
		if key.(scriptKey).id == scriptID {
			e.scripts.Delete(key)
			value.(*script).retire()
		}
		return true
	})
}

// Close implements io.Closer. Executions in flight end as sandbox.Crashed.
// When it returns, every worker process has ended.
func (e *Executor) Close() error {
	if e.closed.Swap(true) {
		return nil
	}
	e.sweeper.close()
	e.mu.Lock()
	e.ending = true
	for w := range e.live {
		w.kill(causeClosed)
	}
	e.mu.Unlock()
	close(e.done)
	e.work.Wait()
	e.spawner.close()
	return nil
}

// background runs f on a goroutine that Close waits for, or reports that the
// executor is closed.
func (e *Executor) background(f func()) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ending {
		return false
	}
	e.work.Go(f)
	return true
}

// begin has Close wait until Done is called on e.work. It reports false when
// the executor is closed.
func (e *Executor) begin() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ending {
		return false
	}
	e.work.Add(1)
	return true
}

// adopt makes a worker one of those that Close kills, and supervises it.
func (e *Executor) adopt(w *worker, supervise func()) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ending {
		return false
	}
	e.live[w] = struct{}{}
	e.tally.started++
	e.work.Go(supervise)
	return true
}

// disown forgets a worker that is gone.
func (e *Executor) disown(w *worker) {
	e.mu.Lock()
	delete(e.live, w)
	e.tally.end(w)
	e.mu.Unlock()
	if s := w.owner.Load(); s != nil {
		s.died(w)
	} else {
		e.pool.drop(w)
	}
}

// script returns what is kept for a version.
func (e *Executor) script(s sandbox.Script) *script {
	key := scriptKey{s.ID, s.Version}
	for {
		known, ok := e.scripts.Load(key)
		if !ok {
			known, _ = e.scripts.LoadOrStore(key, &script{executor: e, source: s})
		}
		found := known.(*script)
		if found.source.Source == s.Source {
			return found
		}
		// A change was lost with its database, and another one has got its
		// number.
		if e.scripts.CompareAndDelete(key, found) {
			found.retire()
		}
	}
}

// limits are those of a call, without zeros.
func (e *Executor) limits(l sandbox.Limits) sandbox.Limits {
	l = l.Or(e.options.Limits)
	l.Concurrency = max(min(l.Concurrency, sandbox.MaxConcurrency), 1)
	return l
}

package picloud

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/caddyserver/caddy/v2"

	"github.com/picloud/picloud/admin"
	"github.com/picloud/picloud/sandbox"
)

// What outlives a config reload: backends by the identity of their store, and
// executors by theirs. A reload starts the new config before it stops the old
// one, so both use the same values for a while.
var (
	backends  = newResourcePool()
	executors = newResourcePool()
)

// resourcePool is a usage pool whose values are opened and closed one at a
// time: a store that is still closing must not be opened again meanwhile,
// since its files are locked.
type resourcePool struct {
	mu   sync.Mutex
	pool *caddy.UsagePool
}

func newResourcePool() *resourcePool {
	return &resourcePool{pool: caddy.NewUsagePool()}
}

func (p *resourcePool) load(key string, open caddy.Constructor) (any, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	value, _, err := p.pool.LoadOrNew(key, open)
	return value, err
}

func (p *resourcePool) release(key string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, err := p.pool.Delete(key)
	return err
}

// generation is one config's use of a backend and an executor. Requests take
// a lease on it, because on a reload they outlive the config's Cleanup.
type generation struct {
	app      *App
	backend  *backend
	executor sandbox.Executor

	lease // of the requests in flight

	// ending is closed when the config ends: before that, responses that would
	// go on for ever would hold up what waits for requests in flight.
	ending    chan struct{}
	endingNow sync.Once

	// endTerms ends what the config says of its backend and its executor, to
	// which others may hold on.
	endTerms func()

	// api makes the admin API once the store is open.
	api func() (*admin.API, error)
}

func newGeneration(a *App) (*generation, error) {
	// A reload that fails changes nothing. A start that fails takes down all
	// sites of this Caddy, and a disk must not be able to.
	starting := caddy.ActiveContext().Context == nil
	value, err := backends.load(a.store.Identity(), func() (caddy.Destructor, error) {
		return openBackend(a.store, nodeDir(), a.logs, a.logger, starting)
	})
	if err != nil {
		return nil, fmt.Errorf("opening store: %w", err)
	}
	g := &generation{app: a, backend: value.(*backend), ending: make(chan struct{})}

	value, err = executors.load(a.executor.Identity(), func() (caddy.Destructor, error) {
		log := newRelay(a.logger)
		e, err := a.executor.Open(log.logger())
		return &pooledExecutor{Executor: e, log: log}, err
	})
	if err != nil {
		g.closeBackend()
		return nil, fmt.Errorf("opening executor: %w", err)
	}
	pooled := value.(*pooledExecutor)
	g.executor = pooled.Executor
	g.api = sync.OnceValues(g.newAdmin)
	g.backend.users.add(g)
	endBackend := g.backend.terms.begin(func() {
		g.backend.log.set(a.logger)
		g.backend.boundLogs(a.logs)
		g.backend.self.describe(g.node())
	})
	endExecutor := pooled.terms.begin(func() { pooled.log.set(a.logger) })
	g.endTerms = func() { endBackend(); endExecutor() }
	return g, nil
}

// pooledExecutor closes an executor when nothing uses it any more.
type pooledExecutor struct {
	sandbox.Executor
	terms terms
	log   *relay
}

// Destruct implements caddy.Destructor.
func (p *pooledExecutor) Destruct() error { return p.Close() }

// endStreams ends those of the app's responses that would go on for ever: a
// server that shuts down waits for them, and the app stops only after that.
func (a *App) endStreams() {
	if g := a.generation.Load(); g != nil {
		g.endStreams()
	}
}

// endStreams ends responses that would go on for ever.
func (g *generation) endStreams() { g.endingNow.Do(func() { close(g.ending) }) }

// drain releases what a generation uses, once no request uses it.
func (g *generation) drain() {
	g.endStreams()
	g.lease.drain()
	g.closeExecutor()
	g.closeBackend()
}

// exit is drain for a process that exits: it waits for executions in flight no
// longer than exitGrace, then ends them, and has the backend leave off even when
// another generation still uses it.
func (g *generation) exit() {
	g.endStreams()
	g.awaitIdle(exitGrace)
	g.closeExecutor()
	g.awaitIdle(recordGrace) // executions that were ended are recorded
	if err := g.backend.leaveOff(); err != nil {
		g.app.logger.Error("writing what executions left behind", "error", err)
	}
	g.closeBackend()
}

func (g *generation) closeExecutor() {
	g.backend.users.remove(g)
	if err := executors.release(g.app.executor.Identity()); err != nil {
		g.app.logger.Error("closing executor", "error", err)
	}
}

func (g *generation) closeBackend() {
	if err := backends.release(g.app.store.Identity()); err != nil {
		g.app.logger.Error("closing store", "error", err)
	}
}

// changed makes a committed change of scripts or routes live. When it fails, that
// is tried again in the background.
func (g *generation) changed(ctx context.Context) error {
	err := g.backend.refresh(ctx, ownPatience)
	if err != nil {
		select {
		case g.backend.behind <- struct{}{}:
		default:
		}
	}
	return err
}

// prepare warms a version of a script before it takes over, if the executor
// can do that.
func (g *generation) prepare(ctx context.Context, s *script) {
	preparer, ok := g.executor.(sandbox.Preparer)
	if !ok || g.app.Role == roleManager {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, preparePatience)
	defer cancel()
	if err := preparer.Prepare(ctx, s.source, s.limits.Or(g.app.limits)); err != nil {
		g.app.logger.Warn("a new version starts cold",
			"script", s.name, "version", s.source.Version, "error", err)
	}
}

const (
	drainInterval = 25 * time.Millisecond

	// drainIdle is how many intervals in a row a generation must be idle
	// before it closes: one second.
	drainIdle = 40

	// exitGrace is how long the exiting process waits for executions in
	// flight, and recordGrace for those that it ended then.
	exitGrace   = 10 * time.Second
	recordGrace = time.Second

	// preparePatience is how long a new version may take to get warm before it
	// goes live cold, and ownPatience how long those of one change may that is
	// made here.
	preparePatience = 3 * time.Second
	ownPatience     = 10 * time.Second
)

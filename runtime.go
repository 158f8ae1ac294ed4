package picloud

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/caddyserver/caddy/v2"

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

	// leases counts the requests in flight. drain makes it very negative,
	// after which no lease is given.
	leases atomic.Int64

	// api makes the admin API once the store is open.
	api func() (http.Handler, error)
}

func newGeneration(a *App) (*generation, error) {
	value, err := backends.load(a.store.Identity(), func() (caddy.Destructor, error) {
		return openBackend(a.store, a.logger)
	})
	if err != nil {
		return nil, fmt.Errorf("opening store: %w", err)
	}
	g := &generation{app: a, backend: value.(*backend)}

	value, err = executors.load(a.executor.Identity(), func() (caddy.Destructor, error) {
		e, err := a.executor.Open(a.logger)
		return pooledExecutor{e}, err
	})
	if err != nil {
		if release := backends.release(a.store.Identity()); release != nil {
			a.logger.Error("closing store", "error", release)
		}
		return nil, fmt.Errorf("opening executor: %w", err)
	}
	g.executor = value.(pooledExecutor).Executor
	g.api = sync.OnceValues(g.newAdmin)
	return g, nil
}

// pooledExecutor closes an executor when nothing uses it any more.
type pooledExecutor struct{ sandbox.Executor }

// Destruct implements caddy.Destructor.
func (p pooledExecutor) Destruct() error { return p.Close() }

// acquire takes a lease, which release gives back. It fails when the
// generation is closed.
func (g *generation) acquire() bool {
	if g.leases.Add(1) > 0 {
		return true
	}
	g.leases.Add(-1)
	return false
}

func (g *generation) release() { g.leases.Add(-1) }

// drain closes the generation when it has been idle for a moment, since a
// connection that was kept alive may still deliver a request to it, and
// releases what it uses. With a limit other than 0 it waits no longer than
// that, and makes sure that what is queued for the log is written: the process
// exits next.
func (g *generation) drain(limit time.Duration) {
	start := time.Now()
	tick := time.NewTicker(drainInterval)
	defer tick.Stop()
	for idle := 0; idle < drainIdle; {
		<-tick.C
		if limit > 0 && (time.Since(start) > limit || g.leases.Load() == 0) {
			break
		}
		idle++
		if g.leases.Load() != 0 {
			idle = 0
		}
		if idle == drainIdle && !g.leases.CompareAndSwap(0, math.MinInt64/2) {
			idle = 0
		}
	}
	if limit > 0 {
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		if err := g.backend.flushLogs(ctx); err != nil {
			g.app.logger.Error("writing queued executions", "error", err)
		}
	}
	if err := executors.release(g.app.executor.Identity()); err != nil {
		g.app.logger.Error("closing executor", "error", err)
	}
	if err := backends.release(g.app.store.Identity()); err != nil {
		g.app.logger.Error("closing store", "error", err)
	}
}

// changed makes a committed change of scripts or routes live.
func (g *generation) changed(ctx context.Context) error {
	retired, err := g.backend.refresh(ctx)
	for _, id := range retired {
		g.executor.Retire(id)
	}
	return err
}

const (
	drainInterval = 25 * time.Millisecond

	// drainIdle is how many intervals in a row a generation must be idle
	// before it closes: one second.
	drainIdle = 40
)

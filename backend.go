package picloud

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/logsink"
	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/stats"
	"github.com/picloud/picloud/store"
)

// backend is an open store with what hangs on it: the log sink and the
// deployment that is served from memory.
type backend struct {
	module  StoreModule
	logger  *slog.Logger
	metrics *metrics

	// opened is nil while the store cannot be reached, and unready says why.
	opened  atomic.Pointer[openedStore]
	unready atomic.Pointer[string]

	// deployed is what requests are matched against. Nil until the first load.
	deployed atomic.Pointer[deployment]

	// refreshing keeps two refreshes from overtaking each other.
	refreshing sync.Mutex

	// offered tells that a setup link was logged.
	offered atomic.Bool

	stop context.CancelFunc
	done chan struct{} // closed when nothing runs in the background
}

// openedStore is a store with its log sink and what knows its tokens.
type openedStore struct {
	store store.Store
	sink  *logsink.Sink
	auth  *auth.Authenticator

	recorder *stats.Recorder
}

// openBackend opens the store of module. When it cannot be reached, the
// backend goes on trying in the background; any other error is returned.
func openBackend(module StoreModule, logger *slog.Logger) (*backend, error) {
	ctx, cancel := context.WithCancel(context.Background())
	b := &backend{module: module, logger: logger, metrics: newMetrics(), stop: cancel, done: make(chan struct{})}
	err := b.connect(ctx)
	switch {
	case err == nil:
		close(b.done)
		return b, nil
	case errors.Is(err, store.ErrUnavailable):
		logger.Error("the store cannot be reached: trying again until it can", "error", err)
		go b.reconnect(ctx)
		return b, nil
	default:
		cancel()
		return nil, err
	}
}

// connect opens the store and loads the deployment.
func (b *backend) connect(ctx context.Context) error {
	s, err := b.module.Open(ctx, b.logger)
	if err != nil {
		b.unready.Store(new(err.Error()))
		return err
	}
	opened := &openedStore{
		store:    s,
		sink:     logsink.New(s, logsink.Options{Logger: b.logger}),
		recorder: stats.NewRecorder(s, stats.Options{Logger: b.logger}),
	}
	deployed, err := b.load(ctx, opened)
	if err == nil {
		opened.auth, err = auth.New(ctx, s, auth.Options{Logger: b.logger})
	}
	if err != nil {
		b.unready.Store(new(err.Error()))
		return errors.Join(err, opened.close(ctx))
	}
	b.deployed.Store(deployed)
	b.opened.Store(opened)
	return nil
}

// reconnect calls connect until it succeeds or the backend closes.
func (b *backend) reconnect(ctx context.Context) {
	defer close(b.done)
	for wait := reconnectMin; ; wait = min(2*wait, reconnectMax) {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		err := b.connect(ctx)
		if err == nil {
			b.logger.Info("the store is reached")
			return
		}
		b.logger.Warn("the store cannot be reached", "error", err)
	}
}

// load builds a deployment of what s holds.
func (b *backend) load(ctx context.Context, o *openedStore) (*deployment, error) {
	snapshot, err := o.store.Snapshot(ctx)
	if err != nil {
		return nil, fmt.Errorf("loading scripts and routes: %w", err)
	}
	return newDeployment(snapshot, b.deployed.Load(), metering{o.recorder, b.metrics}, b.logger), nil
}

// refresh makes what the store holds now the deployment. Before it does,
// prepare is called with each enabled script that gets another version. It
// returns the ids of the scripts that are gone.
func (b *backend) refresh(ctx context.Context, prepare func(*script)) (gone []string, err error) {
	opened := b.opened.Load()
	if opened == nil {
		return nil, b.notReady()
	}
	b.refreshing.Lock()
	defer b.refreshing.Unlock()
	before := b.deployed.Load()
	next, err := b.load(ctx, opened)
	if err != nil {
		return nil, err
	}
	if err := opened.auth.Refresh(ctx); err != nil {
		return nil, err
	}
	for id, s := range next.scripts {
		if old := before.scripts[id]; s.enabled && old != nil && old.source.Version != s.source.Version {
			prepare(s)
		}
	}
	b.deployed.Store(next)
	b.metrics.keep(next.names())
	return before.without(next), nil
}

// table returns the routes that are served.
func (b *backend) table() *routing.Table { return b.deployed.Load().table }

// flushLogs returns when the executions recorded so far are in the store.
func (b *backend) flushLogs(ctx context.Context) error {
	opened := b.opened.Load()
	if opened == nil {
		return nil
	}
	return opened.sink.Flush(ctx)
}

// notReady returns why the backend cannot serve.
func (b *backend) notReady() error {
	if why := b.unready.Load(); why != nil {
		return fmt.Errorf("%w: %s", errNotReady, *why)
	}
	return errNotReady
}

// Destruct implements caddy.Destructor: it writes what is queued and closes the
// store.
func (b *backend) Destruct() error {
	b.stop()
	<-b.done
	opened := b.opened.Load()
	if opened == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), flushPatience)
	defer cancel()
	return opened.close(ctx)
}

// close writes what waits and closes the store.
func (o *openedStore) close(ctx context.Context) error {
	if o.auth != nil {
		o.auth.Close()
	}
	return errors.Join(o.sink.Close(ctx), o.recorder.Close(ctx), o.store.Close())
}

// errNotReady is why a request cannot be served before the store was read.
var errNotReady = errors.New("the store cannot be reached yet")

const (
	reconnectMin = 250 * time.Millisecond
	reconnectMax = 5 * time.Second

	// flushPatience is how long closing a backend waits for the log.
	flushPatience = 10 * time.Second
)

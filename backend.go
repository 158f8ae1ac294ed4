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
	"github.com/picloud/picloud/retention"
	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/stats"
	"github.com/picloud/picloud/store"
)

// backend is an open store with what hangs on it: the log sink and the
// deployment that is served from memory.
type backend struct {
	module  StoreModule
	log     *relay
	logger  *slog.Logger // that of log
	metrics *metrics
	dir     string // holds what this node keeps for itself

	// sink and recorder take what executions leave behind, from the start on:
	// it waits while the store is not open.
	sink     *logsink.Sink
	recorder *stats.Recorder

	// opened is nil while the store cannot be reached, and unready says why.
	opened  atomic.Pointer[openedStore]
	unready atomic.Pointer[string]

	// deployed is what requests are matched against. Nil until the first load.
	// When it is not from the store, fallback tells where from.
	deployed atomic.Pointer[deployment]
	fallback atomic.Pointer[fallback]

	// refreshing keeps two refreshes from overtaking each other.
	refreshing sync.Mutex
	doubtful   bool          // the deployment may be another one of its revision; with refreshing
	behind     chan struct{} // has room for one: a change is not live

	users  users // of the deployment
	terms  terms // of the log's bounds and this node
	self   self  // this node
	copies copier

	// logs are the bounds of the execution log.
	logs atomic.Pointer[Logs]

	// offered tells that a setup link was logged.
	offered atomic.Bool

	stop       context.CancelFunc
	done       chan struct{}  // closed when the store is open, or never will be
	background sync.WaitGroup // what runs while it is open
}

// openedStore is a store with its log sink and what knows its tokens.
type openedStore struct {
	store  store.Store
	keeper *retention.Keeper
	sink   *logsink.Sink // writes through keeper, as records do
	auth   *auth.Authenticator

	recorder *stats.Recorder

	// watcher tells of the changes of other nodes. Nil when there are none.
	watcher store.Watcher
}

// openBackend opens the store of module. When it cannot be reached, or patient
// says that any error is to be put up with, the backend goes on trying in the
// background, and serves what this node has kept in dir meanwhile, if there is
// anything; any other error is returned.
func openBackend(module StoreModule, dir string, logs Logs, logger *slog.Logger, patient bool) (*backend, error) {
	ctx, cancel := context.WithCancel(context.Background())
	log := newRelay(logger)
	logger = log.logger()
	b := &backend{module: module, dir: dir, log: log, logger: logger, metrics: newMetrics(), stop: cancel, done: make(chan struct{}), behind: make(chan struct{}, 1)}
	b.logs.Store(&logs)
	b.self.init(dir, logger)
	b.copies.init(module, dir, logger)
	b.sink = logsink.New(records{b}, logsink.Options{Logger: logger, MaxSuccesses: logs.MaxRate})
	b.recorder = stats.NewRecorder(records{b}, stats.Options{Logger: logger})
	err := b.connect(ctx)
	switch {
	case err == nil:
		close(b.done)
		return b, nil
	case patient, errors.Is(err, store.ErrUnavailable):
		logger.Error("the store cannot be opened: trying again until it can", "error", err)
		b.fallBack()
		go b.reconnect(ctx, err)
		return b, nil
	default:
		close(b.done)
		return nil, errors.Join(err, b.Destruct())
	}
}

// connect opens the store and loads the deployment.
func (b *backend) connect(ctx context.Context) error {
	s, err := b.module.Open(ctx, b.logger)
	if err != nil {
		b.unready.Store(new(err.Error()))
		return err
	}
	logs := b.logs.Load()
	keeper := retention.New(s, retention.Options{Bounds: logs.bounds(), Logger: b.logger, Now: store.ClockOf(s)})
	opened := &openedStore{
		store:    s,
		keeper:   keeper,
		sink:     b.sink,
		recorder: b.recorder,
	}
	opened.watcher, _ = s.(store.Watcher)
	before := b.deployed.Load()
	snapshot, deployed, err := b.load(ctx, opened)
	if err == nil {
		opened.auth, err = auth.New(ctx, s, auth.Options{Logger: b.logger, Now: store.ClockOf(s), Shared: opened.watcher != nil})
	}
	if err != nil {
		b.unready.Store(new(err.Error()))
		return errors.Join(err, opened.close())
	}
	b.publish(before, deployed)
	b.fallback.Store(nil)
	if opened.watcher != nil {
		b.copies.offer(snapshot) // before others may
	}
	b.opened.Store(opened)
	opened.bound(b.logs.Load()) // they may have changed meanwhile
	b.background.Go(func() { b.report(ctx, opened) })
	if opened.watcher != nil {
		b.background.Go(func() { b.copies.work(ctx) })
		b.background.Go(func() { b.follow(ctx, opened.watcher) })
	} else {
		b.background.Go(func() { b.catchUp(ctx) })
	}
	return nil
}

// reconnect calls connect, which has failed, until it succeeds or the backend
// closes.
func (b *backend) reconnect(ctx context.Context, err error) {
	defer close(b.done)
	for wait := reconnectMin; ; wait = min(2*wait, reconnectMax) {
		if errors.Is(err, store.ErrCorrupt) {
			wait = repairWait // to find that out reads all of it
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		if err = b.connect(ctx); err == nil {
			b.logger.Info("the store is open")
			return
		}
		b.logger.Warn("the store cannot be opened", "error", err)
	}
}

// load builds a deployment of what the store holds.
func (b *backend) load(ctx context.Context, o *openedStore) (store.Snapshot, *deployment, error) {
	snapshot, err := o.store.Snapshot(ctx)
	if err != nil {
		return snapshot, nil, fmt.Errorf("loading scripts and routes: %w", err)
	}
	return snapshot, b.build(snapshot), nil
}

// build makes a deployment of a snapshot.
func (b *backend) build(s store.Snapshot) *deployment {
	return newDeployment(s, b.deployed.Load(), metering{b.recorder, b.metrics}, b.logger)
}

// refresh makes what the store holds now the deployment. Warming new versions of
// scripts may keep that waiting for as long as patience says.
func (b *backend) refresh(ctx context.Context, patience time.Duration) error {
	opened := b.opened.Load()
	if opened == nil {
		return b.notReady()
	}
	b.refreshing.Lock()
	defer b.refreshing.Unlock()
	before := b.deployed.Load()
	if opened.watcher != nil && !b.doubtful {
		// Whoever came first, the one who made a change or the one who heard of
		// it, has done this for both.
		revision, err := opened.store.Revision(ctx)
		if err != nil || revision == before.revision {
			return err
		}
	}
	snapshot, next, err := b.load(ctx, opened)
	if err != nil {
		return err
	}
	if err := opened.auth.Refresh(ctx); err != nil {
		return err
	}
	b.users.prepare(ctx, next.newVersions(before), patience)
	b.publish(before, next)
	b.doubtful = false
	if opened.watcher != nil {
		b.copies.offer(snapshot)
		b.self.tell()
	}
	return nil
}

// publish makes next the deployment, in place of before, which may be nil.
func (b *backend) publish(before, next *deployment) {
	b.deployed.Store(next)
	b.metrics.keep(next.names())
	b.users.retire(append(before.without(next), before.replaced(next)...))
}

// table returns the routes that are served.
func (b *backend) table() *routing.Table { return b.deployed.Load().table }

// flushLogs returns when the executions recorded so far are in the store.
func (b *backend) flushLogs(ctx context.Context) error {
	if b.opened.Load() == nil {
		return nil
	}
	return b.sink.Flush(ctx)
}

// notReady returns why the backend cannot serve.
func (b *backend) notReady() error {
	if why := b.unready.Load(); why != nil {
		return fmt.Errorf("%w: %s", errNotReady, *why)
	}
	return errNotReady
}

// leaveOff ends what goes on in the background, this node's place in the store
// with it, and writes what is queued or counted. It is for a process that exits
// before the backend is closed.
func (b *backend) leaveOff() error {
	b.endBackground()
	ctx, cancel := context.WithTimeout(context.Background(), flushPatience)
	defer cancel()
	if b.opened.Load() == nil {
		return nil
	}
	return errors.Join(b.sink.Flush(ctx), b.recorder.Close(ctx))
}

func (b *backend) endBackground() {
	b.stop()
	<-b.done
	b.background.Wait()
}

// Destruct implements caddy.Destructor: it writes what is queued and closes the
// store.
func (b *backend) Destruct() error {
	b.endBackground()
	ctx, cancel := context.WithTimeout(context.Background(), flushPatience)
	defer cancel()
	err := b.sink.Close(ctx)
	counted := b.recorder.Close(ctx)
	opened := b.opened.Load()
	if opened == nil {
		return err // there is no store that could have taken the counts
	}
	return errors.Join(err, counted, opened.close())
}

// close closes the store.
func (o *openedStore) close() error {
	if o.auth != nil {
		o.auth.Close()
	}
	o.keeper.Close()
	return o.store.Close()
}

// boundLogs changes the bounds of the execution log.
func (b *backend) boundLogs(l Logs) {
	b.logs.Store(&l)
	b.sink.SetMaxSuccesses(l.MaxRate)
	if opened := b.opened.Load(); opened != nil {
		opened.bound(&l)
	}
}

func (o *openedStore) bound(l *Logs) { o.keeper.SetBounds(l.bounds()) }

// errNotReady is why a request cannot be served before the store was read.
var errNotReady = errors.New("the store cannot be reached yet")

const (
	reconnectMin = 250 * time.Millisecond
	reconnectMax = 5 * time.Second

	// repairWait is how long after it was found to be damaged a store is opened
	// again: somebody may have restored a backup.
	repairWait = 15 * time.Second

	// flushPatience is how long closing a backend waits for the log.
	flushPatience = 10 * time.Second
)

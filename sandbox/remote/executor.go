package remote

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/remote/wire"
)

// Executor runs scripts on nodes. Use New.
type Executor struct {
	options Options
	peers   []*peer
	turn    atomic.Uint32 // which of several equal peers is next
	hashes  sync.Map      // script id to hashed, of the version that was used last

	base   context.Context // ends with Close
	cancel context.CancelCauseFunc

	// work counts what Close waits for.
	mu     sync.Mutex
	ending bool
	work   sync.WaitGroup
}

// Interface guards
var (
	_ sandbox.Executor = (*Executor)(nil)
	_ sandbox.Preparer = (*Executor)(nil)
	_ sandbox.Walled   = (*Executor)(nil)
)

// New returns an Executor. It does not wait for the nodes, which may come up
// later.
func New(o Options) (*Executor, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	e := &Executor{options: o}
	e.base, e.cancel = context.WithCancelCause(context.Background())
	for _, name := range o.Nodes {
		u, err := nodeURL(name)
		if err != nil {
			return nil, err
		}
		p := newPeer(name, u, o)
		e.peers = append(e.peers, p)
		if u.Scheme == "http" && !isLoopback(u.Hostname()) {
			o.Logger.Warn("requests to an executor node are not encrypted: use http on private networks only", "node", name)
		}
	}
	for _, p := range e.peers {
		e.background(func() {
			// A node that is not up yet is asked when there is a request.
			if err := p.look(e.base); err != nil && !e.closed() {
				o.Logger.Info("an executor node does not tell how it is yet", "node", p.name, "error", err)
			}
		})
	}
	return e, nil
}

// Close implements io.Closer. Executions in flight end as sandbox.Crashed, here
// and on the nodes.
func (e *Executor) Close() error {
	e.mu.Lock()
	e.ending = true
	e.mu.Unlock()
	e.cancel(errClosed)
	e.work.Wait()
	for _, p := range e.peers {
		p.transport.CloseIdleConnections()
	}
	return nil
}

// closed reports whether Close was called.
func (e *Executor) closed() bool { return e.base.Err() != nil }

// background runs f on a goroutine that Close waits for, unless the executor is
// closed.
func (e *Executor) background(f func()) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ending {
		return false
	}
	e.work.Go(f)
	return true
}

// hashed is the source of a version with its hash.
type hashed struct {
	version int64
	source  string
	hash    wire.Hash
}

// scriptKey names a script to nodes.
func (e *Executor) scriptKey(s sandbox.Script) scriptKey {
	if known, ok := e.hashes.Load(s.ID); ok {
		// The source is nearly always the same text in the same place, which is
		// quick to compare.
		if h := known.(hashed); h.version == s.Version && h.source == s.Source {
			return scriptKey{s.ID, s.Version, h.hash}
		}
	}
	h := hashed{s.Version, s.Source, sha256.Sum256([]byte(s.Source))}
	e.hashes.Store(s.ID, h)
	return scriptKey{s.ID, s.Version, h.hash}
}

// Retire implements sandbox.Executor. Nodes are told in the background; one that
// cannot be reached drops a script when nobody has used it for a while.
func (e *Executor) Retire(scriptID string) {
	e.hashes.Delete(scriptID)
	for _, p := range e.peers {
		p.forget(scriptID)
		if !p.up() {
			continue
		}
		e.background(func() {
			ctx, cancel := context.WithTimeout(e.base, answerTime)
			defer cancel()
			if _, err := p.ask(ctx, pathRetire, []byte(scriptID), 0); err != nil {
				e.options.Logger.Debug("retiring a script on a node", "node", p.name, "script", scriptID, "error", err)
			}
		})
	}
}

// Prepare implements sandbox.Preparer: it has every node that is up get the
// script ready.
func (e *Executor) Prepare(ctx context.Context, s sandbox.Script, limits sandbox.Limits) error {
	if e.closed() {
		return errClosed
	}
	ctx, cancel := e.within(ctx, prepareTime)
	defer cancel()
	key := e.scriptKey(s)
	errs := make([]error, len(e.peers))
	var all sync.WaitGroup
	for i, p := range e.peers {
		if !p.up() {
			continue // it will start cold there
		}
		all.Go(func() {
			if err := p.prepare(ctx, key, s.Source, limits.Or(e.options.Limits)); err != nil {
				errs[i] = fmt.Errorf("%s: %w", p.name, err)
			}
		})
	}
	all.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	return errors.Join(errs...)
}

// prepare has a node get a script ready.
func (p *peer) prepare(ctx context.Context, key scriptKey, source string, limits sandbox.Limits) error {
	order := wire.Order{Script: sandbox.Script{ID: key.id, Version: key.version}, Hash: key.hash, Call: sandbox.Call{Limits: limits}}
	for order.Source = !p.knows(key); ; order.Source = true {
		answer, err := p.ask(ctx, pathPrepare, appendOrder(nil, &order, source), maxDetail)
		if r, ok := errors.AsType[*refusal](err); ok && r.reason == refusedSource && !order.Source {
			continue
		}
		if err != nil {
			return err
		}
		p.learn(key, true)
		if answer != "" {
			return errors.New(strings.ToValidUTF8(answer, "\uFFFD"))
		}
		return nil
	}
}

// appendOrder appends a Call, and the source if it says so.
func appendOrder(b []byte, o *wire.Order, source string) []byte {
	room, b := wire.Begin(b)
	b = wire.Finish(wire.AppendOrder(b, o), room, wire.Call)
	if o.Source {
		b = wire.AppendFrame(b, wire.Source, source)
	}
	return b
}

// Check implements sandbox.Executor. Any node does; since a check changes
// nothing, another one is asked when the first fails.
func (e *Executor) Check(ctx context.Context, source string) ([]sandbox.Diagnostic, error) {
	if e.closed() {
		return nil, errClosed
	}
	if len(source) > wire.MaxSource {
		return nil, fmt.Errorf("a source of %d bytes: %d is the most", len(source), wire.MaxSource)
	}
	ctx, cancel := e.within(ctx, checkTime)
	defer cancel()
	var asked []*peer
	var errs []error
	for {
		p := e.pick(ctx, asked)
		if p == nil {
			return nil, fmt.Errorf("%w: %s", sandbox.ErrUnavailable, e.nobody(errs))
		}
		asked = append(asked, p)
		list, err := p.check(ctx, source)
		if err == nil {
			p.recover()
			return list, nil
		}
		if e.closed() {
			return nil, errClosed
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if r, ok := errors.AsType[*refusal](err); !ok || r.lasting() {
			p.fail(err)
		}
		errs = append(errs, fmt.Errorf("%s: %w", p.name, err))
	}
}

func (p *peer) check(ctx context.Context, source string) ([]sandbox.Diagnostic, error) {
	p.inFlight.Add(1)
	defer p.inFlight.Add(-1)
	payload, err := p.ask(ctx, pathCheck, []byte(source), wire.MaxChecked)
	if err != nil {
		return nil, err
	}
	return wire.DecodeChecked(payload)
}

// within is ctx until some time has passed or the executor is closed.
func (e *Executor) within(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	stop := context.AfterFunc(e.base, cancel)
	return ctx, func() { stop(); cancel() }
}

// Walls implements sandbox.Walled: those that stand on every node that has told
// of its own. Nodes that told of them a while ago are asked again, and for a
// moment waited for.
func (e *Executor) Walls() []sandbox.Wall {
	e.refresh()
	list := []sandbox.Wall{{Name: "machine", Stands: true, Detail: fmt.Sprintf("scripts run on %d other nodes, which have no database", len(e.peers))}}
	places := map[string]int{}
	for _, p := range e.peers {
		walls := p.walls.Load()
		if walls == nil {
			continue
		}
		for _, wall := range *walls {
			if !wall.Stands {
				wall.Detail = p.name + ": " + wall.Detail
			}
			at, ok := places[wall.Name]
			if !ok {
				places[wall.Name] = len(list)
				list = append(list, wall)
			} else if list[at].Stands && !wall.Stands {
				list[at] = wall
			}
		}
	}
	return list
}

// refresh has nodes that are up tell of themselves again.
func (e *Executor) refresh() {
	told := make(chan struct{}, len(e.peers))
	asked := 0
	for _, p := range e.peers {
		last := p.lookedAt.Load()
		now := time.Now().UnixNano()
		// Whoever sets the time asks.
		if !p.up() || now-last < int64(wallsFor) || !p.lookedAt.CompareAndSwap(last, now) {
			continue
		}
		if e.background(func() {
			if err := p.look(e.base); err != nil {
				p.logger.Debug("asking an executor node for its walls", "node", p.name, "error", err)
			}
			told <- struct{}{}
		}) {
			asked++
		}
	}
	timer := time.NewTimer(revivalTime)
	defer timer.Stop()
	for range asked {
		select {
		case <-told:
		case <-timer.C:
			return
		}
	}
}

// errClosed is why nothing can be run after Close.
var errClosed = fmt.Errorf("%w: the executor is closed", sandbox.ErrUnavailable)

package picloud

import (
	"context"
	"sync"
	"time"

	"github.com/picloud/picloud/store"
)

// follow makes live here what other nodes change, until ctx ends.
func (b *backend) follow(ctx context.Context, w store.Watcher) {
	var last int64
	known := false
	for revision := range w.Revisions(ctx) {
		follow := b.refresh
		if known && revision == last {
			follow = b.reload
		}
		known, last = true, revision
		b.insist(ctx, follow)
	}
}

// catchUp makes live what a refresh has failed to, until ctx ends. Where nothing
// tells of changes, that would else wait for the next one.
func (b *backend) catchUp(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.behind:
			b.insist(ctx, b.refresh)
		}
	}
}

// insist refreshes until that succeeds or ctx ends.
func (b *backend) insist(ctx context.Context, refresh func(context.Context, time.Duration) error) {
	for wait := followRetryMin; ; wait = min(2*wait, followRetryMax) {
		err := refresh(ctx, followPatience)
		if err == nil || ctx.Err() != nil {
			return
		}
		b.logger.Warn("a change is not live here yet: trying again", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// reload is refresh for a store that may be another one than before: where a
// standby took over, changes may be lost, and others have their revisions and
// versions by now.
func (b *backend) reload(ctx context.Context, patience time.Duration) error {
	b.refreshing.Lock()
	b.doubtful = true // until a refresh succeeds, whoever's it is
	b.refreshing.Unlock()
	return b.refresh(ctx, patience)
}

// replaced returns the ids of the scripts that have another source in next than
// in d, which may be nil, by the version they had: one was lost with a database.
func (d *deployment) replaced(next *deployment) []string {
	if d == nil {
		return nil
	}
	var ids []string
	for id, s := range d.scripts {
		if now := next.scripts[id]; now != nil && now.source.Version == s.source.Version && now.source.Source != s.source.Source {
			ids = append(ids, id.String())
		}
	}
	return ids
}

// users are the generations that serve a backend's deployment: more than one
// while a reload goes on. The zero value has none.
type users struct {
	mu   sync.Mutex
	list map[*generation]struct{}
}

func (u *users) add(g *generation) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.list == nil {
		u.list = make(map[*generation]struct{})
	}
	u.list[g] = struct{}{}
}

func (u *users) remove(g *generation) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.list, g)
}

// lease returns the generations that are in use, each with a lease, which the
// caller must release. One that ends is left to do so: with changes that come
// all the time, it would never be idle.
func (u *users) lease() []*generation {
	u.mu.Lock()
	defer u.mu.Unlock()
	var list []*generation
	for g := range u.list {
		select {
		case <-g.ending:
			continue
		default:
		}
		if g.acquire() {
			list = append(list, g)
		}
	}
	return list
}

// prepare warms scripts that are about to take over. When that takes longer
// than patience it goes on in the background.
func (u *users) prepare(ctx context.Context, scripts []*script, patience time.Duration) {
	if len(scripts) == 0 {
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		ctx := context.WithoutCancel(ctx)
		for _, g := range u.lease() {
			for _, s := range scripts {
				g.prepare(ctx, s)
			}
			g.release()
		}
	}()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	}
}

// retire tells the executors that scripts are gone.
func (u *users) retire(ids []string) {
	if len(ids) == 0 {
		return
	}
	for _, g := range u.lease() {
		for _, id := range ids {
			g.executor.Retire(id)
		}
		g.release()
	}
}

const (
	// followPatience is how long a change by another node waits for new
	// versions to get warm: it is to be live soon, if need be cold.
	followPatience = 40 * time.Millisecond

	followRetryMin = 50 * time.Millisecond
	followRetryMax = time.Second
)

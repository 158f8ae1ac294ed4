package auth

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

const (
	// lookInterval is how often the store is read for secrets that are not
	// known, at most: strangers can make up such, too.
	lookInterval = time.Second

	// lookPatience is how long that may take.
	lookPatience = 3 * time.Second
)

// lookout reads a shared store when a secret is not known: another node may
// have made it a moment ago.
type lookout struct {
	every      time.Duration
	read       func(ctx context.Context) error
	logger     *slog.Logger
	background *touches

	mu      sync.Mutex
	running chan struct{} // closed when the last reading that has begun is over
	next    chan struct{} // the same of one that is still to begin; nil for none
	begun   time.Time     // when the last one did
}

func newLookout(a *Authenticator) *lookout {
	l := &lookout{every: lookInterval, read: a.Refresh, logger: a.logger, background: a.touches, running: make(chan struct{})}
	close(l.running)
	return l
}

// found returns what find finds, if need be after the store was read again.
func found[E any](ctx context.Context, a *Authenticator, find func(v *view) (E, bool)) (e E, ok bool) {
	if e, ok = find(a.view.Load()); ok || a.lookout == nil {
		return e, ok
	}
	// One that has begun may have been too early.
	for _, reading := range []func() <-chan struct{}{a.lookout.underway, a.lookout.another} {
		select {
		case <-reading():
		case <-ctx.Done():
			return e, false
		}
		if e, ok = find(a.view.Load()); ok {
			return e, true
		}
	}
	return e, false
}

// underway returns a channel that is closed when the reading that has begun, if
// there is one, is over.
func (l *lookout) underway() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.running
}

// another returns a channel that is closed when a reading is over that has not
// begun yet. All who ask before it does wait for the same.
func (l *lookout) another() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.next != nil {
		return l.next
	}
	next, wait := make(chan struct{}), time.Until(l.begun.Add(l.every))
	if !l.background.start(func() {
		defer close(next)
		select {
		case <-time.After(wait):
		case <-l.background.ending:
			return
		}
		l.mu.Lock()
		l.running, l.next, l.begun = next, nil, time.Now()
		l.mu.Unlock()
		ctx, cancel := context.WithTimeout(context.Background(), lookPatience)
		defer cancel()
		if err := l.read(ctx); err != nil {
			l.logger.Warn("a token or session may be refused that another node has just made", "error", err)
		}
	}) {
		return l.running
	}
	l.next = next
	return next
}

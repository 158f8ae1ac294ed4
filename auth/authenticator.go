package auth

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/store"
)

// The errors that callers decide on.
var (
	// ErrBadToken is returned for a token that is unknown, deleted or expired.
	ErrBadToken = errors.New("no such token")

	// ErrBadCode is returned for a setup code that is unknown, used or expired.
	ErrBadCode = errors.New("no such setup code")
)

// Options are the settings of an Authenticator. The zero value works.
type Options struct {
	// Logger gets what an operator should know; nil is slog.Default.
	Logger *slog.Logger

	// Now is the clock; nil is time.Now.
	Now func() time.Time

	// Shared tells that others make tokens and sessions in the store too. A
	// secret that is not known is then looked for there before it is refused,
	// about once a second however many are sent.
	Shared bool
}

// Authenticator knows who a secret belongs to. It keeps the hashes of all
// secrets in memory, so that identifying a request asks no database. It is safe
// for concurrent use.
type Authenticator struct {
	store    store.Access
	logger   *slog.Logger
	now      func() time.Time
	attempts *attempts

	view atomic.Pointer[view]

	mu       sync.Mutex // orders the changes of what follows, and of view
	current  store.Credentials
	uses     map[store.ID]*atomic.Int64
	rotating sync.Mutex

	handovers handovers
	touches   *touches
	lookout   *lookout // nil unless the store is shared
}

// New returns an Authenticator of what the store holds now.
func New(ctx context.Context, s store.Access, o Options) (*Authenticator, error) {
	a := &Authenticator{store: s, logger: o.Logger, now: o.Now, touches: newTouches()}
	if a.logger == nil {
		a.logger = slog.Default()
	}
	if a.now == nil {
		a.now = time.Now
	}
	a.attempts = newAttempts()
	if o.Shared {
		a.lookout = newLookout(a)
	}
	if err := a.Refresh(ctx); err != nil {
		return nil, err
	}
	return a, nil
}

// Close waits for what is being written in the background. The store stays
// open.
func (a *Authenticator) Close() { a.touches.close() }

// Refresh reads the store again. It is for changes that others made: what goes
// through the Authenticator is known at once.
func (a *Authenticator) Refresh(ctx context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	c, err := a.store.Credentials(ctx)
	if err != nil {
		return fmt.Errorf("loading tokens and sessions: %w", err)
	}
	a.publish(c)
	return nil
}

// publish makes c what requests are compared with. The caller holds mu.
func (a *Authenticator) publish(c store.Credentials) {
	uses := make(map[store.ID]*atomic.Int64, len(c.Tokens)+len(c.Sessions))
	a.view.Store(newView(c, func(id store.ID, stored time.Time) *atomic.Int64 {
		used := a.uses[id]
		if used == nil {
			used = new(atomic.Int64)
		}
		if us := stored.UnixMicro(); !stored.IsZero() && us > used.Load() {
			used.Store(us)
		}
		uses[id] = used
		return used
	}))
	a.current, a.uses = c, uses
	a.handovers.keep(func(id store.ID) bool { return uses[id] != nil })
}

// settle makes a committed change known to the next request. When the store
// cannot be read just now, apply makes the change to what is known: a deleted
// token must not live on.
func (a *Authenticator) settle(ctx context.Context, apply func(c *store.Credentials)) {
	err := a.Refresh(context.WithoutCancel(ctx))
	if err == nil {
		return
	}
	a.logger.WarnContext(ctx, "tokens and sessions may be those of before", "error", err)
	a.mu.Lock()
	defer a.mu.Unlock()
	c := store.Credentials{
		Tokens:     slices.Clone(a.current.Tokens),
		Sessions:   slices.Clone(a.current.Sessions),
		SetupCodes: slices.Clone(a.current.SetupCodes),
	}
	apply(&c)
	a.publish(c)
}

// Token returns whose token it is, and notes its use.
func (a *Authenticator) Token(ctx context.Context, secret string) (Principal, error) {
	e, err := a.token(ctx, secret)
	if err != nil {
		return Principal{}, err
	}
	a.touch(e.used, func(ctx context.Context, at time.Time) error {
		return a.store.TouchToken(ctx, e.record.ID, at)
	})
	return e.principal(), nil
}

func (a *Authenticator) token(ctx context.Context, secret string) (*tokenEntry, error) {
	hash, ok := hashSecret(tokenPrefix, secret)
	if !ok {
		return nil, ErrBadToken
	}
	e, ok := found(ctx, a, func(v *view) (*tokenEntry, bool) { e, ok := v.tokens[hash]; return e, ok })
	if !ok || subtle.ConstantTimeCompare(e.record.Hash[:], hash[:]) == 0 || e.expired(a.now()) {
		return nil, ErrBadToken
	}
	return e, nil
}

// HasTokens reports whether there is a token, be it expired.
func (a *Authenticator) HasTokens() bool { return len(a.view.Load().tokens) > 0 }

// touch notes a use: in memory at once, in the store now and then and not while
// the request waits.
func (a *Authenticator) touch(used *atomic.Int64, write func(ctx context.Context, at time.Time) error) {
	at := a.now()
	last := used.Load()
	if at.UnixMicro()-last < touchInterval.Microseconds() || !used.CompareAndSwap(last, at.UnixMicro()) {
		return
	}
	a.touches.start(func() {
		ctx, cancel := context.WithTimeout(context.Background(), touchPatience)
		defer cancel()
		if err := write(ctx, at); err != nil {
			a.logger.Debug("a time of last use is not kept", "error", err)
		}
	})
}

// touches are the writes, and readings, under way in the background.
type touches struct {
	mu     sync.Mutex
	closed bool
	ending chan struct{} // closed with the rest
	group  sync.WaitGroup
}

func newTouches() *touches { return &touches{ending: make(chan struct{})} }

// start reports whether it is not too late for another one.
func (t *touches) start(write func()) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return false
	}
	t.group.Go(write)
	return true
}

func (t *touches) close() {
	t.mu.Lock()
	if !t.closed {
		t.closed = true
		close(t.ending)
	}
	t.mu.Unlock()
	t.group.Wait()
}

const (
	// touchInterval is how often a time of last use is written.
	touchInterval = time.Minute

	// touchPatience is how long that may take.
	touchPatience = 10 * time.Second
)

package auth

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/sqlite"
)

// fixture is an Authenticator over a real store, with a clock of its own.
type fixture struct {
	*Authenticator
	t     *testing.T
	store *flakyStore
	clock atomic.Int64 // nanoseconds that were added to the time
	log   *safeBuffer
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	s, err := sqlite.Open(t.Context(), sqlite.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatalf("opening the store: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("closing the store: %v", err)
		}
	})
	f := &fixture{t: t, store: &flakyStore{Access: s}, log: &safeBuffer{}}
	f.Authenticator = f.another()
	return f
}

// another returns an Authenticator of the same store, as on another node or
// after a restart.
func (f *fixture) another() *Authenticator {
	f.t.Helper()
	a, err := New(f.t.Context(), f.store, Options{
		Logger: slog.New(slog.NewTextHandler(f.log, nil)),
		Now:    func() time.Time { return time.Now().Add(time.Duration(f.clock.Load())) },
	})
	if err != nil {
		f.t.Fatalf("New: %v", err)
	}
	f.t.Cleanup(a.Close)
	return a
}

func (f *fixture) advance(d time.Duration) { f.clock.Add(int64(d)) }

func (f *fixture) token(spec TokenSpec) (store.Token, string) {
	f.t.Helper()
	token, secret, err := f.CreateToken(f.t.Context(), spec)
	if err != nil {
		f.t.Fatalf("CreateToken: %v", err)
	}
	return token, secret
}

func (f *fixture) session(token string) (Principal, string) {
	f.t.Helper()
	p, secret, _, err := f.SignIn(f.t.Context(), token, Client{Address: "192.0.2.1", UserAgent: "browser"})
	if err != nil {
		f.t.Fatalf("SignIn: %v", err)
	}
	return p, secret
}

// stored returns the record of a session.
func (f *fixture) stored(id store.ID) store.Session {
	f.t.Helper()
	c, err := f.store.Credentials(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	for _, s := range c.Sessions {
		if s.ID == id {
			return s
		}
	}
	f.t.Fatalf("there is no session %s", id)
	return store.Session{}
}

// flakyStore can fail to be read or written.
type flakyStore struct {
	store.Access
	unreadable, unwritable atomic.Bool
	reads                  atomic.Int32
}

var errDisk = errors.New("the disk is on fire")

func (s *flakyStore) Credentials(ctx context.Context) (store.Credentials, error) {
	s.reads.Add(1)
	if s.unreadable.Load() {
		return store.Credentials{}, errDisk
	}
	return s.Access.Credentials(ctx)
}

func (s *flakyStore) RotateSession(ctx context.Context, id store.ID, hash, next store.Hash, at time.Time) (store.Session, error) {
	if s.unwritable.Load() {
		return store.Session{}, errDisk
	}
	return s.Access.RotateSession(ctx, id, hash, next, at)
}

func (s *flakyStore) TouchToken(ctx context.Context, id store.ID, at time.Time) error {
	if s.unwritable.Load() {
		return errDisk
	}
	return s.Access.TouchToken(ctx, id, at)
}

// safeBuffer is a log.
type safeBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func wantError(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
}

package auth

import (
	"context"
	"sync"
	"testing"
	"time"
)

// node returns an Authenticator that shares the store with others.
func (f *fixture) node() *Authenticator {
	f.t.Helper()
	a := f.another()
	a.lookout = newLookout(a)
	a.lookout.every = time.Millisecond
	return a
}

func TestSecrets_OfAnotherNodeAreTakenAtOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := t.Context()
	a, b := f.node(), f.node()

	code, err := a.NewSetupCode(ctx)
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := b.CompleteSetup(ctx, code, "me", Client{})
	if err != nil {
		t.Fatalf("the setup: %v", err)
	}
	_, session, _, err := a.SignIn(ctx, token, Client{})
	if err != nil {
		t.Fatalf("the sign-in: %v", err)
	}
	if _, _, _, err := b.Session(ctx, session); err != nil {
		t.Fatalf("the session: %v", err)
	}
	f.advance(rotateAfter)
	_, next, _, err := a.Session(ctx, session)
	if err != nil || next == "" {
		t.Fatalf("%q %v", next, err)
	}
	if _, _, _, err := b.Session(ctx, next); err != nil {
		t.Errorf("its new secret: %v", err)
	}
	_, other, err := b.CreateToken(ctx, TokenSpec{Name: "ci", Scope: Read})
	if err != nil {
		t.Fatal(err)
	}
	if p, err := a.Token(ctx, other); err != nil || p.Name != "ci" {
		t.Errorf("a token: %+v %v", p, err)
	}
}

func TestSecrets_ThatNobodyMadeCostFewReadings(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	a := f.node()
	a.lookout.every = time.Hour
	before := f.store.reads.Load()
	_, err := a.Token(t.Context(), newSecret(tokenPrefix))
	wantError(t, "a token", err, ErrBadToken)
	if reads := f.store.reads.Load() - before; reads != 1 {
		t.Fatalf("the store was read %d times", reads)
	}
	// What comes after that waits for the next, as long as it likes.
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			_, err := a.Token(ctx, newSecret(tokenPrefix))
			wantError(t, "a token", err, ErrBadToken)
		})
	}
	_, err = a.Token(ctx, "pcl_"+newSecret(tokenPrefix))
	wantError(t, "no token", err, ErrBadToken) // without any wait
	cancel()
	group.Wait()
	if reads := f.store.reads.Load() - before; reads != 1 {
		t.Errorf("the store was read %d times", reads)
	}
}

func TestSecrets_AreRefusedWhenTheStoreCannotBeAsked(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	a := f.node()
	f.store.unreadable.Store(true)
	_, err := a.Token(t.Context(), newSecret(tokenPrefix))
	wantError(t, "a token", err, ErrBadToken)
	a.Close()
	_, err = a.Token(t.Context(), newSecret(tokenPrefix))
	wantError(t, "a token at the end", err, ErrBadToken)
}

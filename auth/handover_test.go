package auth

import (
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

func TestSession_OutlivesTheLossOfItsNewSecret(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := t.Context()
	_, token := f.token(TokenSpec{Name: "me", Scope: Read})
	_, first := f.session(token)
	f.advance(rotateAfter)
	_, lost, _, err := f.Session(ctx, first)
	if err != nil || lost == "" {
		t.Fatalf("%q %v", lost, err)
	}

	f.advance(10 * time.Minute)
	for range 2 {
		if _, again, _, err := f.Session(ctx, first); err != nil || again != lost {
			t.Fatalf("the old secret: %q %v, want %q", again, err, lost)
		}
	}
	// Once the new one is used, requests that were under way have their time.
	if _, next, _, err := f.Session(ctx, lost); err != nil || next != "" {
		t.Errorf("the new secret: %q %v", next, err)
	}
	f.advance(rotateGrace - time.Second)
	if _, next, _, err := f.Session(ctx, first); err != nil || next != "" {
		t.Errorf("the old secret soon after: %q %v", next, err)
	}
	if _, _, _, err := f.Session(ctx, lost); err != nil {
		t.Errorf("the new secret: %v", err)
	}
	f.advance(time.Second)
	_, _, _, err = f.Session(ctx, first)
	wantError(t, "the old secret later", err, ErrBadToken)
	if _, _, _, err := f.Session(ctx, lost); err != nil {
		t.Errorf("the new secret: %v", err)
	}
}

func TestSession_GivesALostSecretForADay(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	_, token := f.token(TokenSpec{Name: "me", Scope: Read})
	_, first := f.session(token)
	f.advance(rotateAfter)
	_, lost, _, _ := f.Session(t.Context(), first)
	// Another node, and this one after a restart, know the secret's hash alone.
	other := f.another()
	if _, next, _, err := other.Session(t.Context(), first); err != nil || next != "" {
		t.Errorf("elsewhere: %q %v", next, err)
	}
	f.advance(rotateGrace)
	_, _, _, err := other.Session(t.Context(), first)
	wantError(t, "elsewhere later", err, ErrBadToken)

	f.advance(handoverFor - rotateGrace)
	_, _, _, err = f.Session(t.Context(), first)
	wantError(t, "the old secret after a day", err, ErrBadToken)
	if _, _, _, err := f.Session(t.Context(), lost); err != nil {
		t.Errorf("the new secret: %v", err)
	}
}

func TestSession_OfALostSecretCanBeEnded(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	_, token := f.token(TokenSpec{Name: "me", Scope: Read})
	p, first := f.session(token)
	f.advance(rotateAfter)
	if _, lost, _, err := f.Session(t.Context(), first); err != nil || lost == "" {
		t.Fatalf("%q %v", lost, err)
	}
	if err := f.DeleteSession(t.Context(), p.SessionID); err != nil {
		t.Fatal(err)
	}
	_, _, _, err := f.Session(t.Context(), first)
	wantError(t, "the old secret", err, ErrBadToken)
	if len(f.handovers.list) != 0 {
		t.Errorf("%d secrets are kept", len(f.handovers.list))
	}
}

func TestHandovers_AreKeptInBoundedMemory(t *testing.T) {
	t.Parallel()
	var h handovers
	now := time.Now()
	first := store.Session{ID: store.NewID()}
	h.begin(first.ID, first.Hash, "first", now)
	var last store.Session
	for i := range 3 * maxHandovers {
		last = store.Session{ID: store.NewID(), Hash: store.Hash{byte(i)}}
		h.begin(last.ID, last.Hash, "secret", now.Add(time.Duration(i)*time.Millisecond))
		if len(h.list) > maxHandovers {
			t.Fatalf("%d secrets are kept", len(h.list))
		}
	}
	if _, ok := h.list[first.ID]; ok {
		t.Error("the oldest is kept")
	}
	if next, ok := h.old(last, now); next != "secret" || !ok {
		t.Errorf("the newest: %q %t", next, ok)
	}
	h.begin(store.NewID(), store.Hash{}, "secret", now.Add(handoverFor+time.Hour))
	if len(h.list) != 1 {
		t.Errorf("%d secrets are kept after a day", len(h.list))
	}
}

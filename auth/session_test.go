package auth

import (
	"errors"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

func TestSession_IsItsTokens(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	token, secret := f.token(TokenSpec{Name: "me", Scope: Write})
	p, session := f.session(secret)
	got, next, expires, err := f.Session(t.Context(), session)
	if err != nil || next != "" {
		t.Fatalf("%q %v", next, err)
	}
	if got.Kind != BySession || got.Name != "me" || got.Scope != Write || got.TokenID != token.ID || got.SessionID != p.SessionID {
		t.Errorf("%+v", got)
	}
	if left := time.Until(expires); left > sessionLifetime || left < sessionLifetime-time.Hour {
		t.Errorf("it ends in %v", left)
	}
	if s := f.stored(p.SessionID); s.Address != "192.0.2.1" || s.UserAgent != "browser" {
		t.Errorf("%+v", s)
	}
	// Neither is the other.
	_, err = f.Token(t.Context(), session)
	wantError(t, "the session as a token", err, ErrBadToken)
	_, _, _, err = f.Session(t.Context(), secret)
	wantError(t, "the token as a session", err, ErrBadToken)

	if err := f.DeleteToken(t.Context(), token.ID); err != nil {
		t.Fatal(err)
	}
	_, _, _, err = f.Session(t.Context(), session)
	wantError(t, "the session of a deleted token", err, ErrBadToken)
}

func TestSession_EndsAfterThirtyDaysOfUse(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	_, token := f.token(TokenSpec{Name: "me", Scope: Read})
	_, session := f.session(token)
	for day := range 29 {
		f.advance(24 * time.Hour)
		_, next, _, err := f.Session(t.Context(), session)
		if err != nil {
			t.Fatalf("after %d days: %v", day+1, err)
		}
		if next != "" {
			session = next
		}
	}
	f.advance(24 * time.Hour)
	_, _, _, err := f.Session(t.Context(), session)
	wantError(t, "after 30 days", err, ErrBadToken)
}

func TestSession_EndsAfterAWeekWithoutUse(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	_, secret := f.token(TokenSpec{Name: "me", Scope: Read})
	p, session := f.session(secret)
	f.advance(sessionIdle)
	_, _, _, err := f.Session(t.Context(), session)
	wantError(t, "the session", err, ErrBadToken)
	_, _, _, err = f.another().Session(t.Context(), session)
	wantError(t, "the session after a restart", err, ErrBadToken)

	// The next sign-in clears it away.
	f.session(secret)
	c, err := f.store.Credentials(t.Context())
	if err != nil || len(c.Sessions) != 1 || c.Sessions[0].ID == p.SessionID {
		t.Errorf("%v: %+v", err, c.Sessions)
	}
}

func TestSession_NeverOutlivesItsToken(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ends := time.Now().Add(48 * time.Hour).UTC().Truncate(time.Microsecond)
	_, secret := f.token(TokenSpec{Name: "me", Scope: Read, ExpiresAt: ends})
	p, _ := f.session(secret)
	if s := f.stored(p.SessionID); !s.ExpiresAt.Equal(ends) || !p.ExpiresAt.Equal(ends) {
		t.Errorf("it ends at %v, the token at %v", s.ExpiresAt, ends)
	}
}

func TestSession_ChangesItsSecretEachHour(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := t.Context()
	_, token := f.token(TokenSpec{Name: "me", Scope: Read})
	before, first := f.session(token)
	f.advance(rotateAfter)

	// Of requests at once, one changes the secret and the others are served, or
	// given the same.
	var group sync.WaitGroup
	var mu sync.Mutex
	changed := map[string]bool{}
	for range 20 {
		group.Go(func() {
			p, next, _, err := f.Session(ctx, first)
			if err != nil || p.SessionID != before.SessionID {
				t.Errorf("%+v %v", p, err)
			}
			if next != "" {
				mu.Lock()
				defer mu.Unlock()
				changed[next] = true
			}
		})
	}
	group.Wait()
	if len(changed) != 1 || changed[first] {
		t.Fatalf("the secret was changed %d times", len(changed))
	}
	var second string
	for second = range changed {
	}
	for range 2 {
		if p, next, _, err := f.Session(ctx, second); err != nil || next != "" || p.SessionID != before.SessionID {
			t.Errorf("the new secret: %+v %q %v", p, next, err)
		}
	}
	if _, next, _, err := f.Session(ctx, first); err != nil || next != "" {
		t.Errorf("the old secret at once: %q %v", next, err)
	}
	f.advance(rotateGrace)
	_, _, _, err := f.Session(ctx, first)
	wantError(t, "the old secret later", err, ErrBadToken)
	if _, _, _, err := f.another().Session(ctx, second); err != nil {
		t.Errorf("the new secret after a restart: %v", err)
	}
}

func TestSession_GoesOnWhenItsSecretCannotBeChanged(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	_, token := f.token(TokenSpec{Name: "me", Scope: Read})
	_, session := f.session(token)
	f.advance(rotateAfter)
	f.store.unwritable.Store(true)
	if _, next, _, err := f.Session(t.Context(), session); err != nil || next != "" {
		t.Errorf("%q %v", next, err)
	}
	f.store.unwritable.Store(false)
	if _, next, _, err := f.Session(t.Context(), session); err != nil || next == "" {
		t.Errorf("later: %q %v", next, err)
	}
}

func TestSession_IsOverOnceItIsEnded(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	_, token := f.token(TokenSpec{Name: "me", Scope: Read})
	p, session := f.session(token)
	_, other := f.session(token)
	if err := f.DeleteSession(t.Context(), p.SessionID); err != nil {
		t.Fatal(err)
	}
	_, _, _, err := f.Session(t.Context(), session)
	wantError(t, "the session", err, ErrBadToken)
	if _, _, _, err := f.Session(t.Context(), other); err != nil {
		t.Errorf("the other session: %v", err)
	}
	wantError(t, "ending it again", f.DeleteSession(t.Context(), p.SessionID), store.ErrNotFound)
}

func TestSignIn_SlowsStrangersDownAndNeverTheOwner(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	_, token := f.token(TokenSpec{Name: "me", Scope: Read})
	signIn := func(token, address string) error {
		_, _, _, err := f.SignIn(t.Context(), token, Client{Address: address})
		return err
	}
	for range attemptBurst {
		wantError(t, "a wrong token", signIn(newSecret(tokenPrefix), "2001:db8::1"), ErrBadToken)
	}
	tooMany, ok := errors.AsType[*TooManyError](signIn("pcl_", "2001:db8::2"))
	if !ok || tooMany.RetryAfter <= 0 || tooMany.RetryAfter > attemptInterval {
		t.Fatalf("one more from the same network: %v", tooMany)
	}
	if _, _, err := f.CompleteSetup(t.Context(), "", "me", Client{Address: "2001:db8::1"}); !errors.Is(err, store.ErrSetupClosed) {
		t.Errorf("the setup: %v", err)
	}
	if err := signIn(token, "2001:db8::1"); err != nil {
		t.Errorf("the right token from there: %v", err)
	}
	wantError(t, "another network", signIn("pcl_", "2001:db8:0:1::1"), ErrBadToken)
	f.advance(tooMany.RetryAfter)
	wantError(t, "after the wait", signIn("pcl_", "2001:db8::1"), ErrBadToken)
	if _, ok := errors.AsType[*TooManyError](signIn("pcl_", "2001:db8::1")); !ok {
		t.Error("the wait gave more than one attempt")
	}
}

func TestAttempts_AreRememberedInBoundedMemory(t *testing.T) {
	t.Parallel()
	limit, now := newAttempts(), time.Now()
	for i := range 3 * maxAddresses {
		id := store.NewIDAt(now)
		id[0], id[1], id[2], id[3] = 0x20, byte(i>>16), byte(i>>8), byte(i)
		limit.fail(netip.AddrFrom16(id).String(), now)
		if len(limit.free) > maxAddresses {
			t.Fatalf("%d addresses are remembered", len(limit.free))
		}
	}
	if len(limit.free) < maxAddresses/2 {
		t.Errorf("only %d addresses are remembered", len(limit.free))
	}
	now = now.Add(time.Hour)
	limit.makeRoom(now)
	if len(limit.free) != 0 {
		t.Errorf("%d addresses are remembered for an hour", len(limit.free))
	}
}

func TestAttempts_CountByNetwork(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"192.0.2.1", "192.0.2.1", true},
		{"192.0.2.1", "192.0.2.2", false},
		{"192.0.2.1", "::ffff:192.0.2.1", true},
		{"2001:db8::1", "2001:db8::ffff:1", true},
		{"2001:db8::1", "2001:db8:0:1::1", false},
		{"fe80::1%eth0", "fe80::2", true},
		{"", "@", true},
		{"", "192.0.2.1", false},
	} {
		if same := attemptKey(c.a) == attemptKey(c.b); same != c.same {
			t.Errorf("%q and %q: %t", c.a, c.b, same)
		}
	}
}

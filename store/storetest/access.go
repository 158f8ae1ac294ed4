package storetest

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

// newHash returns a hash that is no other's.
func newHash() store.Hash {
	id := store.NewID()
	return store.Hash(append(id[:], id[:]...))
}

// newToken returns a token to create.
func newToken(name string) store.Token {
	return store.Token{
		ID: store.NewID(), Name: name, Scope: "write", Hash: newHash(), Prefix: "pcl_abcd", CreatedBy: "local",
		ExpiresAt: time.Date(2030, 1, 2, 3, 4, 5, 6000, time.UTC),
	}
}

func addToken(t *testing.T, s store.Store, name string) store.Token {
	t.Helper()
	return must(s.CreateToken(t.Context(), newToken(name)))(t)
}

// newSession returns a session to create.
func newSession(token store.ID) store.Session {
	return store.Session{
		ID: store.NewID(), TokenID: token, Hash: newHash(),
		ExpiresAt: time.Now().Add(time.Hour), Address: "192.0.2.1", UserAgent: "browser",
	}
}

func addSession(t *testing.T, s store.Store, token store.ID) store.Session {
	t.Helper()
	return must(s.CreateSession(t.Context(), newSession(token)))(t)
}

func createToken(t *testing.T, s store.Store) {
	ctx := t.Context()
	made := newToken("ci")
	token := must(s.CreateToken(ctx, made))(t)
	if age := time.Since(token.CreatedAt); age < -time.Second || age > time.Minute {
		t.Errorf("created at %v", token.CreatedAt)
	}
	made.CreatedAt = token.CreatedAt
	equal(t, "created", token, made)
	forever := newToken("ci") // names are not unique
	forever.ExpiresAt = time.Time{}
	forever = must(s.CreateToken(ctx, forever))(t)
	list := must(s.ListTokens(ctx, store.ID{}, 10))(t)
	if !slices.Equal(list, []store.Token{token, forever}) {
		t.Errorf("listed: %+v", list)
	}
	if list := must(s.ListTokens(ctx, token.ID, 10))(t); !slices.Equal(list, []store.Token{forever}) {
		t.Errorf("behind the first: %+v", list)
	}
	equal(t, "page", len(must(s.ListTokens(ctx, store.ID{}, 1))(t)), 1)

	same := newToken("same hash")
	same.Hash = token.Hash
	_, err := s.CreateToken(ctx, same)
	wantError(t, err, store.ErrConflict)
	_, err = s.CreateToken(ctx, token)
	wantError(t, err, store.ErrConflict)
	bad := newToken("a\x00b")
	_, err = s.CreateToken(ctx, bad)
	wantError(t, err, store.ErrInvalidText)
}

func deleteToken(t *testing.T, s store.Store) {
	ctx := t.Context()
	token, other := addToken(t, s, "gone"), addToken(t, s, "kept")
	addSession(t, s, token.ID)
	kept := addSession(t, s, other.ID)
	if err := s.DeleteToken(ctx, token.ID); err != nil {
		t.Fatal(err)
	}
	c := must(s.Credentials(ctx))(t)
	if !slices.Equal(c.Tokens, []store.Token{other}) || !slices.Equal(c.Sessions, []store.Session{kept}) {
		t.Errorf("left: %+v", c)
	}
	wantError(t, s.DeleteToken(ctx, token.ID), store.ErrNotFound)
	_, err := s.CreateSession(ctx, newSession(token.ID))
	wantError(t, err, store.ErrNotFound)
}

func touchAccess(t *testing.T, s store.Store) {
	ctx := t.Context()
	token := addToken(t, s, "ci")
	session := addSession(t, s, token.ID)
	revision := must(s.Revision(ctx))(t)
	later := session.CreatedAt.Add(time.Hour)
	for _, at := range []time.Time{later, later.Add(-time.Minute)} { // time does not go back
		if err := errors.Join(s.TouchToken(ctx, token.ID, at), s.TouchSession(ctx, session.ID, at)); err != nil {
			t.Fatal(err)
		}
	}
	c := must(s.Credentials(ctx))(t)
	equal(t, "token's", c.Tokens[0].LastUsedAt, later)
	equal(t, "session's", c.Sessions[0].LastUsedAt, later)
	equal(t, "revision", must(s.Revision(ctx))(t), revision)
	if err := errors.Join(s.TouchToken(ctx, store.NewID(), later), s.TouchSession(ctx, store.NewID(), later)); err != nil {
		t.Errorf("what is gone: %v", err)
	}
}

func rotateSession(t *testing.T, s store.Store) {
	ctx := t.Context()
	session := addSession(t, s, addToken(t, s, "me").ID)
	equal(t, "previous", session.Previous, store.Hash{})
	next, at := newHash(), session.CreatedAt.Add(time.Hour)
	rotated := must(s.RotateSession(ctx, session.ID, session.Hash, next, at))(t)
	want := session
	want.Hash, want.Previous, want.RotatedAt = next, session.Hash, at
	equal(t, "rotated", rotated, want)
	equal(t, "kept", must(s.Credentials(ctx))(t).Sessions[0], want)
	_, err := s.RotateSession(ctx, session.ID, session.Hash, newHash(), at)
	wantError(t, err, store.ErrStale)
	_, err = s.RotateSession(ctx, store.NewID(), next, newHash(), at)
	wantError(t, err, store.ErrNotFound)
}

func endSessions(t *testing.T, s store.Store) {
	ctx := t.Context()
	token := addToken(t, s, "me")
	ended, expired, kept := newSession(token.ID), newSession(token.ID), newSession(token.ID)
	expired.ExpiresAt = time.Now().Add(-time.Second)
	ended.UserAgent = "bad \xff\x00 browser" // is no reason to refuse it
	for _, session := range []*store.Session{&ended, &expired, &kept} {
		*session = must(s.CreateSession(ctx, *session))(t)
	}
	list := func() []store.Session { return must(s.Credentials(ctx))(t).Sessions }
	if got := list(); !slices.Equal(got, []store.Session{ended, expired, kept}) {
		t.Errorf("listed: %+v", got)
	}
	if err := s.DeleteSession(ctx, ended.ID); err != nil {
		t.Fatal(err)
	}
	wantError(t, s.DeleteSession(ctx, ended.ID), store.ErrNotFound)
	if err := s.DeleteStaleSessions(ctx, time.Now(), kept.LastUsedAt); err != nil {
		t.Fatal(err)
	}
	if got := list(); !slices.Equal(got, []store.Session{kept}) {
		t.Errorf("not expired: %+v", got)
	}
	if err := s.DeleteStaleSessions(ctx, time.Now(), kept.LastUsedAt.Add(time.Microsecond)); err != nil {
		t.Fatal(err)
	}
	equal(t, "not idle", len(list()), 0)
}

func completeSetup(t *testing.T, s store.Store) {
	ctx := t.Context()
	expired := store.SetupCode{Hash: newHash(), ExpiresAt: time.Now().Add(-time.Second)}
	codes := []store.SetupCode{expired}
	for range 10 {
		codes = append(codes, store.SetupCode{Hash: newHash(), ExpiresAt: time.Now().Add(time.Hour).UTC().Truncate(time.Microsecond)})
	}
	for _, code := range codes {
		if err := s.CreateSetupCode(ctx, code); err != nil {
			t.Fatal(err)
		}
	}
	// The one that has expired was deleted by the next.
	equal(t, "codes", len(must(s.Credentials(ctx))(t).SetupCodes), 10)
	for _, hash := range []store.Hash{expired.Hash, newHash(), {}} {
		_, err := s.CompleteSetup(ctx, hash, newToken("me"))
		wantError(t, err, store.ErrNotFound)
	}
	var group sync.WaitGroup
	results := make([]error, 10)
	for i, code := range codes[1:] {
		group.Go(func() { _, results[i] = s.CompleteSetup(ctx, code.Hash, newToken("me")) })
	}
	group.Wait()
	made := 0
	for _, err := range results {
		if err == nil {
			made++
		} else {
			wantError(t, err, store.ErrSetupClosed)
		}
	}
	c := must(s.Credentials(ctx))(t)
	if made != 1 || len(c.Tokens) != 1 || len(c.SetupCodes) != 0 {
		t.Errorf("%d were made: %+v", made, c)
	}
	wantError(t, s.CreateSetupCode(ctx, codes[1]), store.ErrSetupClosed)
}

func tokenClosesSetup(t *testing.T, s store.Store) {
	ctx := t.Context()
	code := store.SetupCode{Hash: newHash(), ExpiresAt: time.Now().Add(time.Hour)}
	if err := s.CreateSetupCode(ctx, code); err != nil {
		t.Fatal(err)
	}
	token := addToken(t, s, "ci")
	if err := s.DeleteToken(ctx, token.ID); err != nil {
		t.Fatal(err)
	}
	_, err := s.CompleteSetup(ctx, code.Hash, newToken("me"))
	wantError(t, err, store.ErrNotFound)
}

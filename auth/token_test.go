package auth

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

func TestToken_LetsItsHolderInUntilItIsDeleted(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	if f.HasTokens() {
		t.Error("there are tokens at first")
	}
	record, secret := f.token(TokenSpec{Name: "ci", Scope: Write, CreatedBy: "local"})
	_, other := f.token(TokenSpec{Name: "other", Scope: Admin})
	p, err := f.Token(t.Context(), secret)
	if want := (Principal{Kind: ByToken, Name: "ci", Scope: Write, TokenID: record.ID}); err != nil || p != want {
		t.Errorf("%+v %v, want %+v", p, err, want)
	}
	if record.Prefix != secret[:8] || strings.Contains(fmt.Sprintf("%+v", record), secret) {
		t.Errorf("the record is %+v", record)
	}
	if err := f.DeleteToken(t.Context(), record.ID); err != nil {
		t.Fatal(err)
	}
	_, err = f.Token(t.Context(), secret)
	wantError(t, "a deleted token", err, ErrBadToken)
	if _, err := f.Token(t.Context(), other); err != nil {
		t.Errorf("the other token: %v", err)
	}
	wantError(t, "deleting it again", f.DeleteToken(t.Context(), record.ID), store.ErrNotFound)
}

func TestToken_Expires(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	_, secret := f.token(TokenSpec{Name: "ci", Scope: Read, ExpiresAt: time.Now().Add(time.Hour)})
	_, session := f.session(secret)
	if _, err := f.Token(t.Context(), secret); err != nil {
		t.Fatal(err)
	}
	f.advance(time.Hour)
	_, err := f.Token(t.Context(), secret)
	wantError(t, "an expired token", err, ErrBadToken)
	_, _, _, err = f.Session(t.Context(), session)
	wantError(t, "its session", err, ErrBadToken)
	if !f.HasTokens() {
		t.Error("an expired token does not count, so that the setup would be open")
	}
}

func TestToken_IsKnownWithoutAskingTheStore(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	_, secret := f.token(TokenSpec{Name: "ci", Scope: Read})
	_, session := f.session(secret)
	f.store.unreadable.Store(true)
	before := f.store.reads.Load()
	for range 10 {
		if _, err := f.Token(t.Context(), secret); err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := f.Session(t.Context(), session); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Token(t.Context(), newSecret(tokenPrefix)); !errors.Is(err, ErrBadToken) {
			t.Fatal(err)
		}
	}
	if reads := f.store.reads.Load() - before; reads != 0 {
		t.Errorf("the store was read %d times", reads)
	}
}

func TestToken_DeletedWhileTheStoreCannotBeReadIsNotLetIn(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	gone, secret := f.token(TokenSpec{Name: "gone", Scope: Admin})
	kept, keptSecret := f.token(TokenSpec{Name: "kept", Scope: Admin})
	_, session := f.session(secret)
	ended, endedSecret := f.session(keptSecret)
	f.store.unreadable.Store(true)
	if err := f.DeleteToken(t.Context(), gone.ID); err != nil {
		t.Fatal(err)
	}
	if err := f.DeleteSession(t.Context(), ended.SessionID); err != nil {
		t.Fatal(err)
	}
	_, err := f.Token(t.Context(), secret)
	wantError(t, "the deleted token", err, ErrBadToken)
	for name, s := range map[string]string{"its session": session, "the ended session": endedSecret} {
		_, _, _, err = f.Session(t.Context(), s)
		wantError(t, name, err, ErrBadToken)
	}
	_, made := f.token(TokenSpec{Name: "made", Scope: Read})
	for name, s := range map[string]string{kept.Name: keptSecret, "made": made} {
		if p, err := f.Token(t.Context(), s); err != nil || p.Name != name {
			t.Errorf("the token %s: %+v %v", name, p, err)
		}
	}
}

func TestToken_OfAnotherNodeIsKnownAfterARefresh(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	other := f.another()
	token, secret := f.token(TokenSpec{Name: "ci", Scope: Read})
	_, err := other.Token(t.Context(), secret)
	wantError(t, "before the refresh", err, ErrBadToken)
	if err := other.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Token(t.Context(), secret); err != nil {
		t.Errorf("after it: %v", err)
	}
	if err := f.DeleteToken(t.Context(), token.ID); err != nil {
		t.Fatal(err)
	}
	if err := other.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err = other.Token(t.Context(), secret)
	wantError(t, "after its deletion", err, ErrBadToken)
}

func TestToken_NotesItsUseOnceAMinute(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	_, secret := f.token(TokenSpec{Name: "ci", Scope: Read})
	used := func() time.Time {
		f.touches.group.Wait()
		list, err := f.store.ListTokens(t.Context(), store.ID{}, 1)
		if err != nil {
			t.Fatal(err)
		}
		return list[0].LastUsedAt
	}
	use := func() {
		if _, err := f.Token(t.Context(), secret); err != nil {
			t.Fatal(err)
		}
	}
	if !used().IsZero() {
		t.Errorf("before its use: %v", used())
	}
	use()
	first := used()
	if since := time.Since(first); since < 0 || since > time.Minute {
		t.Errorf("after its use: %v", first)
	}
	use()
	f.advance(touchInterval / 2)
	use()
	if again := used(); !again.Equal(first) {
		t.Errorf("within a minute: %v, was %v", again, first)
	}
	f.advance(touchInterval)
	f.store.unwritable.Store(true)
	use() // that cannot be noted, which is nobody's problem
	f.touches.group.Wait()
	f.store.unwritable.Store(false)
	if again := used(); !again.Equal(first) {
		t.Errorf("with a broken store: %v, was %v", again, first)
	}
	f.advance(touchInterval)
	if err := f.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	use()
	if later := used(); later.Sub(first) < 2*touchInterval {
		t.Errorf("later: %v, was %v", later, first)
	}
}

func TestSetup_MakesTheFirstTokenOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := t.Context()
	if f.SetupOpen() {
		t.Error("open without a code")
	}
	var codes []string
	for range 8 {
		code, err := f.NewSetupCode(ctx)
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, code)
	}
	if !f.SetupOpen() {
		t.Error("closed with a code")
	}
	for name, code := range map[string]string{"none": "", "unknown": newSecret(codePrefix), "a token": newSecret(tokenPrefix)} {
		_, _, err := f.CompleteSetup(ctx, code, "me", Client{})
		wantError(t, name, err, ErrBadCode)
	}
	var group sync.WaitGroup
	var mu sync.Mutex
	var made []string
	for _, code := range codes {
		group.Go(func() {
			token, secret, err := f.CompleteSetup(ctx, code, "me", Client{Address: "192.0.2.1"})
			switch {
			case err == nil && token.Scope == "admin" && token.CreatedBy == "setup":
				mu.Lock()
				defer mu.Unlock()
				made = append(made, secret)
			case !errors.Is(err, store.ErrSetupClosed):
				t.Errorf("%+v %v", token, err)
			}
		})
	}
	group.Wait()
	if len(made) != 1 {
		t.Fatalf("%d tokens were made", len(made))
	}
	if p, err := f.Token(t.Context(), made[0]); err != nil || p.Scope != Admin {
		t.Errorf("%+v %v", p, err)
	}
	if f.SetupOpen() {
		t.Error("still open")
	}
	_, err := f.NewSetupCode(ctx)
	wantError(t, "another code", err, store.ErrSetupClosed)
	// A code that was used stays so, whatever becomes of the token.
	p, _ := f.Token(t.Context(), made[0])
	if err := f.DeleteToken(ctx, p.TokenID); err != nil {
		t.Fatal(err)
	}
	for _, code := range codes {
		_, _, err := f.CompleteSetup(ctx, code, "me", Client{Address: "192.0.2.1"})
		wantError(t, "an old code", err, ErrBadCode)
	}
}

func TestSetup_CodesExpire(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	code, err := f.NewSetupCode(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f.advance(setupLifetime)
	if f.SetupOpen() {
		t.Error("open after an hour")
	}
	_, _, err = f.CompleteSetup(t.Context(), code, "me", Client{})
	wantError(t, "the code", err, ErrBadCode)
}

func TestNew_FailsWithTheStore(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.store.unreadable.Store(true)
	_, err := New(context.Background(), f.store, Options{})
	wantError(t, "New", err, errDisk)
}

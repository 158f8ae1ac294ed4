package auth

import (
	"context"
	"errors"
	"time"

	"github.com/picloud/picloud/store"
)

// setupLifetime is how long a setup code can be used.
const setupLifetime = time.Hour

// NewSetupCode returns a new code with which the first token can be made,
// within an hour. store.ErrSetupClosed: there is a token.
func (a *Authenticator) NewSetupCode(ctx context.Context) (string, error) {
	secret := newSecret(codePrefix)
	hash, _ := hashSecret(codePrefix, secret)
	code := store.SetupCode{Hash: hash, ExpiresAt: a.now().Add(setupLifetime)}
	if err := a.store.CreateSetupCode(ctx, code); err != nil {
		return "", err
	}
	a.settle(ctx, func(c *store.Credentials) { c.SetupCodes = append(c.SetupCodes, code) })
	return secret, nil
}

// SetupOpen reports whether there is no token yet and a code that could still
// make one.
func (a *Authenticator) SetupOpen() bool {
	v, now := a.view.Load(), a.now()
	if len(v.tokens) > 0 {
		return false
	}
	for _, until := range v.codes {
		if now.Before(until) {
			return true
		}
	}
	return false
}

// CompleteSetup makes the first token, which has all scopes, for the holder of
// a setup code. ErrBadCode, or a *TooManyError instead of it: the code is not
// valid. store.ErrSetupClosed: there is a token.
func (a *Authenticator) CompleteSetup(ctx context.Context, code, name string, client Client) (token store.Token, secret string, err error) {
	if a.HasTokens() {
		return store.Token{}, "", store.ErrSetupClosed
	}
	hash, ok := hashSecret(codePrefix, code)
	if !ok {
		return store.Token{}, "", a.failed(ctx, client, ErrBadCode)
	}
	until, ok := found(ctx, a, func(v *view) (time.Time, bool) { until, ok := v.codes[hash]; return until, ok })
	if !ok || !a.now().Before(until) {
		return store.Token{}, "", a.failed(ctx, client, ErrBadCode)
	}
	ctx = store.WithActor(ctx, store.Actor{Kind: setupActor, Name: setupActor, Address: client.Address})
	token, secret = TokenSpec{Name: name, Scope: Admin, CreatedBy: setupActor}.record()
	token, err = a.store.CompleteSetup(ctx, hash, token)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return store.Token{}, "", a.failed(ctx, client, ErrBadCode)
	case err != nil:
		return store.Token{}, "", err
	}
	a.settleToken(ctx, token)
	return token, secret, nil
}

// setupActor is who the audit log says made the first token.
const setupActor = "setup"

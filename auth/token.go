package auth

import (
	"context"
	"slices"
	"time"

	"github.com/picloud/picloud/store"
)

// TokenSpec is a token to be made.
type TokenSpec struct {
	Name      string
	Scope     Scope
	ExpiresAt time.Time // zero for never
	CreatedBy string    // the name of who makes it
}

// record returns what the store keeps of a new token, and the token itself.
func (s TokenSpec) record() (store.Token, string) {
	secret := newSecret(tokenPrefix)
	hash, _ := hashSecret(tokenPrefix, secret)
	return store.Token{
		ID:        store.NewID(),
		Name:      s.Name,
		Scope:     s.Scope.String(),
		Hash:      hash,
		Prefix:    secret[:prefixLength],
		CreatedBy: s.CreatedBy,
		ExpiresAt: s.ExpiresAt,
	}, secret
}

// CreateToken makes a token. Its secret is returned this once.
func (a *Authenticator) CreateToken(ctx context.Context, spec TokenSpec) (token store.Token, secret string, err error) {
	token, secret = spec.record()
	if token, err = a.store.CreateToken(ctx, token); err != nil {
		return store.Token{}, "", err
	}
	a.settleToken(ctx, token)
	return token, secret, nil
}

// DeleteToken deletes a token with its sessions. When it returns, neither lets
// anybody in.
func (a *Authenticator) DeleteToken(ctx context.Context, id store.ID) error {
	if err := a.store.DeleteToken(ctx, id); err != nil {
		return err
	}
	a.settle(ctx, func(c *store.Credentials) {
		c.Tokens = slices.DeleteFunc(c.Tokens, func(t store.Token) bool { return t.ID == id })
		c.Sessions = slices.DeleteFunc(c.Sessions, func(s store.Session) bool { return s.TokenID == id })
	})
	return nil
}

func (a *Authenticator) settleToken(ctx context.Context, token store.Token) {
	a.settle(ctx, func(c *store.Credentials) {
		c.Tokens = append(c.Tokens, token)
		c.SetupCodes = nil
	})
}

package auth

import (
	"context"
	"crypto/subtle"
	"errors"
	"slices"
	"time"

	"github.com/picloud/picloud/store"
)

const (
	// sessionLifetime is how long a session lasts at most, and sessionIdle how
	// long it lasts unused.
	sessionLifetime = 30 * 24 * time.Hour
	sessionIdle     = 7 * 24 * time.Hour

	// rotateAfter is the age at which a session's secret is replaced, and
	// rotateGrace how long the old one is still taken when the new one was used,
	// from requests that were under way. Where nothing is known of that, it
	// counts from the change.
	rotateAfter = time.Hour
	rotateGrace = time.Minute

	// maxUserAgent is how much of a browser's name is kept.
	maxUserAgent = 256
)

// SessionExpiry returns when a session ends if it is not used again.
func SessionExpiry(s store.Session) time.Time {
	idle := s.LastUsedAt.Add(sessionIdle)
	if idle.Before(s.ExpiresAt) {
		return idle
	}
	return s.ExpiresAt
}

// SignIn makes a session for the holder of a token. Secret is for a cookie,
// which may be kept until expires. ErrBadToken, or a *TooManyError instead of
// it: the token is none. A right token is taken however many wrong ones came
// from the same address, so that no stranger locks its holder out.
func (a *Authenticator) SignIn(ctx context.Context, token string, client Client) (p Principal, secret string, expires time.Time, err error) {
	e, err := a.token(ctx, token)
	if err != nil {
		return Principal{}, "", time.Time{}, a.failed(ctx, client, err)
	}
	now := a.now()
	secret = newSecret(sessionPrefix)
	hash, _ := hashSecret(sessionPrefix, secret)
	s := store.Session{
		ID:        store.NewID(),
		TokenID:   e.record.ID,
		Hash:      hash,
		ExpiresAt: now.Add(sessionLifetime),
		Address:   client.Address,
		UserAgent: client.UserAgent[:min(len(client.UserAgent), maxUserAgent)],
	}
	if limit := e.record.ExpiresAt; !limit.IsZero() && limit.Before(s.ExpiresAt) {
		s.ExpiresAt = limit
	}
	if err := a.store.DeleteStaleSessions(ctx, now, now.Add(-sessionIdle)); err != nil {
		return Principal{}, "", time.Time{}, err
	}
	ctx = store.WithActor(ctx, e.principal().Actor(client.Address))
	s, err = a.store.CreateSession(ctx, s)
	switch {
	case errors.Is(err, store.ErrNotFound):
		// Deleted a moment ago.
		return Principal{}, "", time.Time{}, a.failed(ctx, client, ErrBadToken)
	case err != nil:
		return Principal{}, "", time.Time{}, err
	}
	a.settle(ctx, func(c *store.Credentials) { c.Sessions = append(c.Sessions, s) })

	p = e.principal()
	p.Kind, p.SessionID, p.ExpiresAt = BySession, s.ID, SessionExpiry(s)
	return p, secret, s.ExpiresAt, nil
}

// Session returns whose session it is, and notes its use. Now and then the
// session gets another secret in its turn: then next is the one to put into the
// cookie until expires, else it is empty. It is returned again for the old
// secret until the new one is used, since it may have been lost. ErrBadToken:
// there is no such session.
func (a *Authenticator) Session(ctx context.Context, secret string) (p Principal, next string, expires time.Time, err error) {
	hash, ok := hashSecret(sessionPrefix, secret)
	if !ok {
		return Principal{}, "", time.Time{}, ErrBadToken
	}
	e, ok := found(ctx, a, func(v *view) (*sessionEntry, bool) { e, ok := v.sessions[hash]; return e, ok })
	now := a.now()
	if !ok || e.token.expired(now) || !now.Before(e.expiry()) {
		return Principal{}, "", time.Time{}, ErrBadToken
	}
	isCurrent := subtle.ConstantTimeCompare(e.record.Hash[:], hash[:]) == 1
	if isCurrent {
		a.handovers.arrived(e.record, now)
	} else if next, ok = a.handovers.old(e.record, now); !ok {
		return Principal{}, "", time.Time{}, ErrBadToken
	}
	a.touch(e.used, func(ctx context.Context, at time.Time) error {
		return a.store.TouchSession(ctx, e.record.ID, at)
	})
	if isCurrent && now.Sub(e.record.RotatedAt) >= rotateAfter {
		next = a.rotate(ctx, e.record)
	}
	return e.principal(), next, e.record.ExpiresAt, nil
}

// rotate gives a session another secret and returns it, "" if another request
// is doing so or the store cannot: then the old one goes on.
func (a *Authenticator) rotate(ctx context.Context, s store.Session) string {
	if !a.rotating.TryLock() {
		return ""
	}
	defer a.rotating.Unlock()
	secret := newSecret(sessionPrefix)
	hash, _ := hashSecret(sessionPrefix, secret)
	now := a.now()
	rotated, err := a.store.RotateSession(ctx, s.ID, s.Hash, hash, now)
	switch {
	case errors.Is(err, store.ErrStale), errors.Is(err, store.ErrNotFound):
		return ""
	case err != nil:
		a.logger.WarnContext(ctx, "a session keeps its secret for now", "error", err)
		return ""
	}
	a.handovers.begin(s.ID, hash, secret, now)
	a.settle(ctx, func(c *store.Credentials) {
		for i := range c.Sessions {
			if c.Sessions[i].ID == rotated.ID {
				c.Sessions[i] = rotated
			}
		}
	})
	return secret
}

// DeleteSession ends a session. When it returns, it lets nobody in.
func (a *Authenticator) DeleteSession(ctx context.Context, id store.ID) error {
	if err := a.store.DeleteSession(ctx, id); err != nil {
		return err
	}
	a.settle(ctx, func(c *store.Credentials) {
		c.Sessions = slices.DeleteFunc(c.Sessions, func(s store.Session) bool { return s.ID == id })
	})
	return nil
}

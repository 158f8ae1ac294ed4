package auth

import (
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/store"
)

// view is what requests are compared with. It never changes, but for the times
// of last use.
type view struct {
	tokens   map[store.Hash]*tokenEntry
	sessions map[store.Hash]*sessionEntry // by their secret and the one before
	codes    map[store.Hash]time.Time     // until when
}

type tokenEntry struct {
	record store.Token
	scope  Scope
	used   *atomic.Int64 // when it was last noted to be, in microseconds
}

type sessionEntry struct {
	record store.Session
	token  *tokenEntry
	used   *atomic.Int64
}

// newView returns a view of c. Used returns where the time of last use of a
// token or session is kept.
func newView(c store.Credentials, used func(id store.ID, stored time.Time) *atomic.Int64) *view {
	v := &view{
		tokens:   make(map[store.Hash]*tokenEntry, len(c.Tokens)),
		sessions: make(map[store.Hash]*sessionEntry, 2*len(c.Sessions)),
		codes:    make(map[store.Hash]time.Time, len(c.SetupCodes)),
	}
	byID := make(map[store.ID]*tokenEntry, len(c.Tokens))
	for _, t := range c.Tokens {
		// A scope that this version does not know allows nothing.
		scope, err := ParseScopes([]string{t.Scope})
		if err != nil {
			scope = None
		}
		e := &tokenEntry{record: t, scope: scope, used: used(t.ID, t.LastUsedAt)}
		v.tokens[t.Hash], byID[t.ID] = e, e
	}
	for _, s := range c.Sessions {
		token := byID[s.TokenID]
		if token == nil {
			continue
		}
		e := &sessionEntry{record: s, token: token, used: used(s.ID, s.LastUsedAt)}
		v.sessions[s.Hash] = e
		if s.Previous != (store.Hash{}) {
			v.sessions[s.Previous] = e
		}
	}
	for _, code := range c.SetupCodes {
		v.codes[code.Hash] = code.ExpiresAt
	}
	return v
}

func (e *tokenEntry) expired(now time.Time) bool {
	return !e.record.ExpiresAt.IsZero() && !now.Before(e.record.ExpiresAt)
}

func (e *tokenEntry) principal() Principal {
	return Principal{
		Kind:      ByToken,
		Name:      e.record.Name,
		Scope:     e.scope,
		TokenID:   e.record.ID,
		ExpiresAt: e.record.ExpiresAt,
	}
}

func (e *sessionEntry) expiry() time.Time {
	s := e.record
	s.LastUsedAt = time.UnixMicro(e.used.Load()).UTC()
	return SessionExpiry(s)
}

func (e *sessionEntry) principal() Principal {
	p := e.token.principal()
	p.Kind = BySession
	p.SessionID = e.record.ID
	p.ExpiresAt = e.expiry()
	return p
}

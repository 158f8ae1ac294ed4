package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// ErrSetupClosed is returned when something that is only possible before the
// first token is tried after it.
var ErrSetupClosed = errors.New("setup is complete")

// Hash is the SHA-256 of a secret, which is all that a store keeps of one.
type Hash [32]byte

// Token is what lets a program, or a person, use the admin API.
type Token struct {
	ID        ID
	Name      string // not unique
	Scope     string // the largest it has: read, write or admin
	Hash      Hash
	Prefix    string // the first characters of the secret, to recognise it by
	CreatedAt time.Time
	CreatedBy string    // the name of who made it
	ExpiresAt time.Time // zero for never

	// LastUsedAt is zero when it was never used. It may lag behind.
	LastUsedAt time.Time
}

// Session is a sign-in of a browser with a token.
type Session struct {
	ID      ID
	TokenID ID
	Hash    Hash

	// Previous is the hash of the secret before, and RotatedAt when it was
	// replaced. Without one Previous is zero and RotatedAt the time of the
	// sign-in.
	Previous  Hash
	RotatedAt time.Time

	CreatedAt  time.Time
	LastUsedAt time.Time // may lag behind
	ExpiresAt  time.Time
	Address    string // of who signed in
	UserAgent  string
}

// SetupCode lets its holder make the first token.
type SetupCode struct {
	Hash      Hash
	ExpiresAt time.Time
}

// Credentials are all tokens, sessions and setup codes of one moment, expired
// or not.
type Credentials struct {
	Tokens     []Token
	Sessions   []Session
	SetupCodes []SetupCode
}

// Access keeps who may use the admin API, and what they did.
type Access interface {
	Tokens
	Sessions
	SetupCodes
	Audit

	// Credentials returns what lets anybody in. Every change of that raises the
	// revision; to note a use, and to delete what has expired, is none.
	Credentials(ctx context.Context) (Credentials, error)
}

// Tokens keeps tokens.
type Tokens interface {
	// CreateToken adds a token and withdraws all setup codes. ID, Name, Scope,
	// Hash, Prefix, CreatedBy and ExpiresAt are the caller's, CreatedAt is
	// filled in. ErrConflict: the id or the hash is taken.
	CreateToken(ctx context.Context, t Token) (Token, error)

	// DeleteToken deletes a token and its sessions, or returns ErrNotFound.
	DeleteToken(ctx context.Context, id ID) error

	// ListTokens returns the tokens by id, so by their age, those with an id
	// greater than after.
	ListTokens(ctx context.Context, after ID, limit int) ([]Token, error)

	// TouchToken notes when a token was last used. One that is gone is passed
	// over.
	TouchToken(ctx context.Context, id ID, at time.Time) error
}

// Sessions keeps sessions.
type Sessions interface {
	// CreateSession adds a session. ID, TokenID, Hash, ExpiresAt, Address and
	// UserAgent are the caller's, the other times are filled in. ErrNotFound:
	// the token is gone.
	CreateSession(ctx context.Context, s Session) (Session, error)

	// RotateSession gives a session another secret; the one it has becomes its
	// Previous, and at its RotatedAt. ErrStale: it has another one than hash by
	// now. ErrNotFound: the session is gone.
	RotateSession(ctx context.Context, id ID, hash, next Hash, at time.Time) (Session, error)

	// DeleteSession deletes a session, or returns ErrNotFound.
	DeleteSession(ctx context.Context, id ID) error

	// DeleteStaleSessions deletes the sessions that expired before now or were
	// last used before idle.
	DeleteStaleSessions(ctx context.Context, now, idle time.Time) error

	// TouchSession is TouchToken for a session.
	TouchSession(ctx context.Context, id ID, at time.Time) error
}

// SetupCodes keeps setup codes. There are none once there is a token.
type SetupCodes interface {
	// CreateSetupCode adds a code and deletes those that have expired.
	// ErrSetupClosed: there is a token.
	CreateSetupCode(ctx context.Context, c SetupCode) error

	// CompleteSetup creates a token for the holder of a code, as CreateToken
	// does. ErrSetupClosed: there is a token. ErrNotFound: no code with this
	// hash is valid.
	CompleteSetup(ctx context.Context, code Hash, t Token) (Token, error)
}

// Value implements driver.Valuer.
func (h Hash) Value() (driver.Value, error) { return h[:], nil }

// Scan implements sql.Scanner.
func (h *Hash) Scan(src any) error {
	b, ok := src.([]byte)
	if !ok || len(b) != len(h) {
		return fmt.Errorf("a %T of %d bytes is not a hash", src, len(b))
	}
	copy(h[:], b)
	return nil
}

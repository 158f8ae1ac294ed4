package sqlstore

import (
	"context"
	"fmt"
	"time"

	"github.com/picloud/picloud/store"
)

const selectSessions = `
	SELECT id, token_id, hash, previous, rotated_at, created_at, last_used_at, expires_at, address, user_agent FROM sessions`

func scanSession(row Scanner) (store.Session, error) {
	var s store.Session
	var rotated, created, used, expires int64
	err := row.Scan(&s.ID, &s.TokenID, &s.Hash, &s.Previous, &rotated, &created, &used, &expires, &s.Address, &s.UserAgent)
	s.RotatedAt, s.CreatedAt = FromMicros(rotated), FromMicros(created)
	s.LastUsedAt, s.ExpiresAt = FromMicros(used), FromMicros(expires)
	return s, err
}

// CreateSession implements store.Sessions.
func (d *DB) CreateSession(ctx context.Context, s store.Session) (store.Session, error) {
	s.Address, s.UserAgent = Clean(s.Address), Clean(s.UserAgent)
	err := d.change(ctx, func(tx *transaction, _ int64) (event, error) {
		s.CreatedAt, s.Previous = tx.at, store.Hash{}
		s.RotatedAt, s.LastUsedAt = s.CreatedAt, s.CreatedAt
		s.ExpiresAt = s.ExpiresAt.UTC().Truncate(time.Microsecond)
		_, err := tx.ExecContext(ctx, `
			INSERT INTO sessions (id, token_id, hash, previous, rotated_at, created_at, last_used_at, expires_at, address, user_agent)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			s.ID, s.TokenID, s.Hash, s.Previous, s.RotatedAt.UnixMicro(), s.CreatedAt.UnixMicro(),
			s.LastUsedAt.UnixMicro(), s.ExpiresAt.UnixMicro(), s.Address, s.UserAgent)
		if err != nil {
			return event{}, fmt.Errorf("session of token %s: %w", s.TokenID, err)
		}
		return sessionEvent(ctx, tx, "session.create", s)
	})
	if err != nil {
		return store.Session{}, err
	}
	return s, nil
}

// RotateSession implements store.Sessions.
func (d *DB) RotateSession(ctx context.Context, id store.ID, hash, next store.Hash, at time.Time) (store.Session, error) {
	var s store.Session
	err := d.change(ctx, func(tx *transaction, _ int64) (event, error) {
		var err error
		if s, err = sessionByID(ctx, tx, id); err != nil {
			return event{}, err
		}
		if s.Hash != hash {
			return event{}, fmt.Errorf("session %s: %w", id, store.ErrStale)
		}
		s.Previous, s.Hash, s.RotatedAt = s.Hash, next, at.UTC().Truncate(time.Microsecond)
		_, err = tx.ExecContext(ctx, `
			UPDATE sessions SET hash = $2, previous = $3, rotated_at = $4 WHERE id = $1`,
			s.ID, s.Hash, s.Previous, s.RotatedAt.UnixMicro())
		return event{}, err
	})
	if err != nil {
		return store.Session{}, err
	}
	return s, nil
}

// DeleteSession implements store.Sessions.
func (d *DB) DeleteSession(ctx context.Context, id store.ID) error {
	return d.change(ctx, func(tx *transaction, _ int64) (event, error) {
		s, err := sessionByID(ctx, tx, id)
		if err != nil {
			return event{}, err
		}
		deleted, err := sessionEvent(ctx, tx, "session.delete", s)
		if err != nil {
			return event{}, err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM sessions WHERE id = $1`, id)
		return deleted, err
	})
}

// DeleteStaleSessions implements store.Sessions.
func (d *DB) DeleteStaleSessions(ctx context.Context, now, idle time.Time) error {
	_, err := d.Write.ExecContext(ctx, `DELETE FROM sessions WHERE expires_at <= $1 OR last_used_at < $2`,
		now.UnixMicro(), idle.UnixMicro())
	return d.explain(ctx, err)
}

// TouchSession implements store.Sessions.
func (d *DB) TouchSession(ctx context.Context, id store.ID, at time.Time) error {
	return d.touch(ctx, `UPDATE sessions SET last_used_at = $2 WHERE id = $1 AND last_used_at < $2`, id, at)
}

// Credentials implements store.Access.
func (d *DB) Credentials(ctx context.Context) (store.Credentials, error) {
	var c store.Credentials
	err := d.together(ctx,
		Reading{selectGrants + ` ORDER BY id`, into(&c.Tokens, scanToken)},
		Reading{selectSessions + ` ORDER BY id`, into(&c.Sessions, scanSession)},
		Reading{`SELECT hash, expires_at FROM setup_codes`, into(&c.SetupCodes, scanSetupCode)})
	if err != nil {
		return store.Credentials{}, err
	}
	return c, nil
}

func scanSetupCode(row Scanner) (store.SetupCode, error) {
	var c store.SetupCode
	var expires int64
	err := row.Scan(&c.Hash, &expires)
	c.ExpiresAt = FromMicros(expires)
	return c, err
}

func sessionByID(ctx context.Context, tx *transaction, id store.ID) (store.Session, error) {
	s, err := scanSession(tx.QueryRowContext(ctx, selectSessions+` WHERE id = $1`, id))
	if err != nil {
		return store.Session{}, NotFound(err, "session", id)
	}
	return s, nil
}

// sessionEvent names a session by its token.
func sessionEvent(ctx context.Context, tx *transaction, action string, s store.Session) (event, error) {
	e := event{
		action: action,
		object: store.Object{Kind: "session", ID: s.ID},
		detail: map[string]any{"token_id": s.TokenID},
	}
	err := tx.QueryRowContext(ctx, `SELECT name FROM tokens WHERE id = $1`, s.TokenID).Scan(&e.object.Name)
	return e, err
}

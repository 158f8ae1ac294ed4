package sqlstore

import (
	"context"
	"fmt"
	"time"

	"github.com/picloud/picloud/store"
)

const selectGrants = `
	SELECT id, name, scope, hash, prefix, created_at, created_by, expires_at, last_used_at FROM tokens`

func scanToken(row Scanner) (store.Token, error) {
	var t store.Token
	var created, expires, used int64
	err := row.Scan(&t.ID, &t.Name, &t.Scope, &t.Hash, &t.Prefix, &created, &t.CreatedBy, &expires, &used)
	t.CreatedAt, t.ExpiresAt, t.LastUsedAt = FromMicros(created), optionalTime(expires), optionalTime(used)
	return t, err
}

// CreateToken implements store.Tokens.
func (d *DB) CreateToken(ctx context.Context, t store.Token) (store.Token, error) {
	err := d.change(ctx, func(tx *transaction, _ int64) (event, error) {
		if err := insertToken(ctx, tx, &t); err != nil {
			return event{}, err
		}
		return tokenEvent("token.create", t), nil
	})
	if err != nil {
		return store.Token{}, err
	}
	return t, nil
}

// DeleteToken implements store.Tokens.
func (d *DB) DeleteToken(ctx context.Context, id store.ID) error {
	return d.change(ctx, func(tx *transaction, _ int64) (event, error) {
		t, err := scanToken(tx.QueryRowContext(ctx, selectGrants+` WHERE id = $1`, id))
		if err != nil {
			return event{}, NotFound(err, "token", id)
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM tokens WHERE id = $1`, id)
		return tokenEvent("token.delete", t), err
	})
}

// ListTokens implements store.Tokens.
func (d *DB) ListTokens(ctx context.Context, after store.ID, limit int) ([]store.Token, error) {
	return page(ctx, d, scanToken, selectGrants, behind(after), `id`, limit)
}

// TouchToken implements store.Tokens.
func (d *DB) TouchToken(ctx context.Context, id store.ID, at time.Time) error {
	return d.touch(ctx, `UPDATE tokens SET last_used_at = $2 WHERE id = $1 AND last_used_at < $2`, id, at)
}

// touch notes a time, which is no change of what anybody may do.
func (d *DB) touch(ctx context.Context, statement string, id store.ID, at time.Time) error {
	_, err := d.Write.ExecContext(ctx, statement, id, at.UnixMicro())
	return d.explain(ctx, err)
}

// CreateSetupCode implements store.SetupCodes.
func (d *DB) CreateSetupCode(ctx context.Context, c store.SetupCode) error {
	return d.change(ctx, func(tx *transaction, _ int64) (event, error) {
		if err := noToken(ctx, tx); err != nil {
			return event{}, err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM setup_codes WHERE expires_at <= $1`, tx.at.UnixMicro())
		if err != nil {
			return event{}, err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO setup_codes (hash, expires_at) VALUES ($1, $2)`,
			c.Hash, c.ExpiresAt.UnixMicro())
		return event{}, err
	})
}

// CompleteSetup implements store.SetupCodes.
func (d *DB) CompleteSetup(ctx context.Context, code store.Hash, t store.Token) (store.Token, error) {
	err := d.change(ctx, func(tx *transaction, _ int64) (event, error) {
		if err := noToken(ctx, tx); err != nil {
			return event{}, err
		}
		var valid bool
		err := tx.QueryRowContext(ctx, `
			SELECT count(*) > 0 FROM setup_codes WHERE hash = $1 AND expires_at > $2`,
			code, tx.at.UnixMicro()).Scan(&valid)
		if err != nil {
			return event{}, err
		}
		if !valid {
			return event{}, fmt.Errorf("setup code: %w", store.ErrNotFound)
		}
		if err := insertToken(ctx, tx, &t); err != nil {
			return event{}, err
		}
		return tokenEvent("setup.complete", t), nil
	})
	if err != nil {
		return store.Token{}, err
	}
	return t, nil
}

// noToken fails once there is a token.
func noToken(ctx context.Context, tx *transaction) error {
	var any bool
	if err := tx.QueryRowContext(ctx, `SELECT count(*) > 0 FROM tokens`).Scan(&any); err != nil {
		return err
	}
	if any {
		return store.ErrSetupClosed
	}
	return nil
}

func insertToken(ctx context.Context, tx *transaction, t *store.Token) error {
	if err := checkText("token", t.Name, t.Scope, t.Prefix, t.CreatedBy); err != nil {
		return err
	}
	t.CreatedAt, t.LastUsedAt = tx.at, time.Time{}
	t.ExpiresAt = t.ExpiresAt.UTC().Truncate(time.Microsecond)
	_, err := tx.ExecContext(ctx, `
		INSERT INTO tokens (id, name, scope, hash, prefix, created_at, created_by, expires_at, last_used_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)`,
		t.ID, t.Name, t.Scope, t.Hash, t.Prefix, t.CreatedAt.UnixMicro(), t.CreatedBy, optionalMicros(t.ExpiresAt))
	if err != nil {
		return fmt.Errorf("token %q: %w", t.Name, err)
	}
	// From here on tokens come from tokens only.
	_, err = tx.ExecContext(ctx, `DELETE FROM setup_codes`)
	return err
}

func tokenEvent(action string, t store.Token) event {
	return event{
		action: action,
		object: store.Object{Kind: "token", ID: t.ID, Name: t.Name},
		detail: map[string]any{"scope": t.Scope},
	}
}

// behind selects what has a greater id, everything for the zero id.
func behind(id store.ID) Where {
	var where Where
	if !id.IsZero() {
		where.Add(`id > `, where.Arg(id))
	}
	return where
}

// optionalMicros is a time that may be missing as it is kept: 0 when it is.
func optionalMicros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func optionalTime(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return FromMicros(us)
}

package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/picloud/picloud/migrations"
	"github.com/picloud/picloud/store/internal/sqlstore"
)

const createBookkeeping = `
	CREATE TABLE IF NOT EXISTS schema_migrations (
		number     bigint NOT NULL PRIMARY KEY,
		name       text   NOT NULL,
		sha256     text   NOT NULL,
		applied_at bigint NOT NULL
	)`

// migrationLock is the advisory lock of a migration: "PiCl" and a number. It is
// one for the whole database, whichever schema is migrated.
const migrationLock = 0x5069436c<<32 | 1

// A migration may take long on much data, but waits for others only this long.
const (
	migrationLimit = 10 * time.Minute
	migrationWait  = "30s"
)

// migrate applies what is pending, all of it or nothing, while no other node
// does, and returns the number of the last migration, which a newer version may
// have applied. If nothing is pending it writes nothing, so that a database that
// is read-only for now can be opened.
func migrate(ctx context.Context, pool *pgxpool.Pool, all []migrations.Migration) (int, error) {
	ctx = withLimit(ctx, migrationLimit)
	applied, err := appliedMigrations(ctx, pool)
	if err != nil {
		return 0, err
	}
	if err := verify(all, applied); err != nil {
		return 0, err
	}
	if len(pending(all, applied)) == 0 {
		return sqlstore.Newest(applied), nil
	}
	err = pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET LOCAL lock_timeout = '`+migrationWait+`'`); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(migrationLock)); err != nil {
			return fmt.Errorf("waiting for another node to migrate: %w", err)
		}
		if _, err := tx.Exec(ctx, createBookkeeping); err != nil {
			return err
		}
		return applyPending(ctx, tx, all)
	})
	if err != nil {
		return 0, err
	}
	if applied, err = appliedMigrations(ctx, pool); err != nil {
		return 0, err
	}
	return sqlstore.Newest(applied), nil
}

// pending returns the migrations that were not applied.
func pending(all []migrations.Migration, applied map[int]migrations.Migration) []migrations.Migration {
	return slices.DeleteFunc(slices.Clone(all), func(mig migrations.Migration) bool {
		_, ok := applied[mig.Number]
		return ok
	})
}

func applyPending(ctx context.Context, tx pgx.Tx, all []migrations.Migration) error {
	applied, err := appliedMigrations(ctx, tx)
	if err != nil {
		return err
	}
	if err := verify(all, applied); err != nil {
		return err
	}
	for _, mig := range pending(all, applied) {
		if _, err := tx.Exec(ctx, mig.SQL); err != nil { // several statements, as it has no arguments
			return fmt.Errorf("migration %s: %w", mig.Name, err)
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES ($1, $2, $3, $4)`,
			mig.Number, mig.Name, mig.SHA256, time.Now().UnixMicro())
		if err != nil {
			return fmt.Errorf("migration %s: %w", mig.Name, err)
		}
	}
	return nil
}

func verify(all []migrations.Migration, applied map[int]migrations.Migration) error {
	return sqlstore.VerifyMigrations(all, applied, func(migrations.Migration) bool { return true })
}

// pgxQueryer is what a pool and a transaction have in common.
type pgxQueryer interface {
	Query(ctx context.Context, query string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) pgx.Row
}

// appliedMigrations returns what was applied: nothing where there is no table.
func appliedMigrations(ctx context.Context, q pgxQueryer) (map[int]migrations.Migration, error) {
	var exists bool
	if err := q.QueryRow(ctx, `SELECT to_regclass('schema_migrations') IS NOT NULL`).Scan(&exists); err != nil || !exists {
		return nil, err
	}
	rows, err := q.Query(ctx, `SELECT number, name, sha256 FROM schema_migrations`)
	if err != nil {
		return nil, err
	}
	applied := map[int]migrations.Migration{}
	var mig migrations.Migration
	_, err = pgx.ForEachRow(rows, []any{&mig.Number, &mig.Name, &mig.SHA256}, func() error {
		applied[mig.Number] = mig
		return nil
	})
	if errors.Is(err, pgx.ErrNoRows) {
		err = nil
	}
	return applied, err
}

package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/picloud/picloud/migrations"
	"github.com/picloud/picloud/store/internal/sqlstore"
)

const createBookkeeping = `
	CREATE TABLE IF NOT EXISTS schema_migrations (
		number     INTEGER NOT NULL PRIMARY KEY,
		name       TEXT    NOT NULL,
		sha256     TEXT    NOT NULL,
		applied_at INTEGER NOT NULL
	) STRICT`

// migrator brings a database file to the form this version works on.
type migrator struct {
	all      []migrations.Migration
	database string // which of them belong to the file
}

// run applies what is pending, all of it or nothing, and returns the number of
// the last migration in the file, which a newer version may have applied.
func (m migrator) run(ctx context.Context, db *sql.DB) (schema int, err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback() // does nothing after the commit

	if _, err := tx.ExecContext(ctx, createBookkeeping); err != nil {
		return 0, err
	}
	applied, err := appliedMigrations(ctx, tx)
	if err != nil {
		return 0, err
	}
	if err := m.verify(applied); err != nil {
		return 0, err
	}
	schema = sqlstore.Newest(applied)
	for _, mig := range m.all {
		if mig.Database != m.database {
			continue
		}
		schema = max(schema, mig.Number)
		if _, ok := applied[mig.Number]; ok {
			continue
		}
		if _, err := tx.ExecContext(ctx, mig.SQL); err != nil {
			return 0, fmt.Errorf("migration %s: %w", mig.Name, err)
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES ($1, $2, $3, $4)`,
			mig.Number, mig.Name, mig.SHA256, time.Now().UnixMicro())
		if err != nil {
			return 0, fmt.Errorf("migration %s: %w", mig.Name, err)
		}
	}
	return schema, tx.Commit()
}

// verify compares what was applied with what this version would have applied.
func (m migrator) verify(applied map[int]migrations.Migration) error {
	return sqlstore.VerifyMigrations(m.all, applied, func(mig migrations.Migration) bool { return mig.Database == m.database })
}

func appliedMigrations(ctx context.Context, tx *sql.Tx) (map[int]migrations.Migration, error) {
	rows, err := tx.QueryContext(ctx, `SELECT number, name, sha256 FROM schema_migrations`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()

	applied := map[int]migrations.Migration{}
	for rows.Next() {
		var mig migrations.Migration
		if err := rows.Scan(&mig.Number, &mig.Name, &mig.SHA256); err != nil {
			return nil, err
		}
		applied[mig.Number] = mig
	}
	return applied, rows.Err()
}

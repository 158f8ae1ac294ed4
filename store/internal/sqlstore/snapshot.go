package sqlstore

import (
	"context"
	"database/sql"

	"github.com/picloud/picloud/store"
)

const selectRevision = `SELECT revision FROM revisions WHERE name = 'table'`

// Snapshot implements store.Store.
func (d *DB) Snapshot(ctx context.Context) (store.Snapshot, error) {
	var s store.Snapshot
	err := d.view(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, selectRevision).Scan(&s.Revision)
		if err != nil {
			return err
		}
		if s.Scripts, err = Collect(ctx, tx, scanScript, selectScripts+` ORDER BY s.id`); err != nil {
			return err
		}
		s.Routes, err = Collect(ctx, tx, scanRoute, selectRoutes+` ORDER BY id`)
		return err
	})
	if err != nil {
		return store.Snapshot{}, err
	}
	return s, nil
}

// Revision implements store.Store.
func (d *DB) Revision(ctx context.Context) (int64, error) {
	var revision int64
	err := d.Read.QueryRowContext(ctx, selectRevision).Scan(&revision)
	return revision, d.explain(ctx, err)
}

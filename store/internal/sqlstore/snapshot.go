package sqlstore

import (
	"context"
	"database/sql"
	"errors"

	"github.com/picloud/picloud/store"
)

const selectRevision = `SELECT revision FROM revisions WHERE name = 'table'`

// Reading is a query without arguments, and what takes its rows. It may be run
// again. Who runs it asks the rows for their error.
type Reading struct {
	Query string
	Take  func(Rows) error
}

// Rows are those of a query.
type Rows interface {
	Scanner
	Next() bool
}

// together reads what there is at one moment.
func (d *DB) together(ctx context.Context, readings ...Reading) error {
	if d.Together != nil {
		return d.Together(ctx, readings)
	}
	return d.view(ctx, func(tx *sql.Tx) error {
		for _, r := range readings {
			if err := read(ctx, tx, r.Take, r.Query); err != nil {
				return err
			}
		}
		return nil
	})
}

// read runs a query and gives its rows to take.
func read(ctx context.Context, q queryer, take func(Rows) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	return errors.Join(take(rows), rows.Err())
}

// into makes a list of rows.
func into[T any](list *[]T, scan func(Scanner) (T, error)) func(Rows) error {
	return func(rows Rows) error {
		*list = nil
		for rows.Next() {
			v, err := scan(rows)
			if err != nil {
				return err
			}
			*list = append(*list, v)
		}
		return nil
	}
}

// Snapshot implements store.Store.
func (d *DB) Snapshot(ctx context.Context) (store.Snapshot, error) {
	var s store.Snapshot
	revision := func(rows Rows) error {
		if !rows.Next() {
			return sql.ErrNoRows
		}
		return rows.Scan(&s.Revision)
	}
	err := d.together(ctx,
		Reading{selectRevision, revision},
		Reading{selectScripts + ` ORDER BY s.id`, into(&s.Scripts, scanScript)},
		Reading{selectRoutes + ` ORDER BY id`, into(&s.Routes, scanRoute)})
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

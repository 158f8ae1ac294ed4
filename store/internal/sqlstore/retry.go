package sqlstore

import (
	"context"
	"database/sql"
	"time"
)

// A transaction is tried this often, with pauses that double from the first
// one: half a second in all.
const (
	maxTries   = 8
	firstPause = 4 * time.Millisecond
)

// attempt runs a transaction until it succeeds or fails for good.
func (d *DB) attempt(ctx context.Context, db *sql.DB, opts *sql.TxOptions, fn func(tx *sql.Tx) error) error {
	pause := firstPause
	for try := 1; ; try++ {
		committing := false
		err := d.patiently(ctx, db, func(conn beginner) error {
			return transact(ctx, conn, opts, func(tx *sql.Tx) error {
				err := fn(tx)
				committing = err == nil
				return err
			})
		})
		if err == nil || d.Retry == nil || try == maxTries || !d.Retry(err, committing) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
		pause *= 2
	}
}

// patiently calls fn with a connection, for which it waits as long as d allows.
func (d *DB) patiently(ctx context.Context, db *sql.DB, fn func(beginner) error) error {
	if d.Patience <= 0 {
		return fn(db)
	}
	waiting, cancel := context.WithTimeout(ctx, d.Patience)
	defer cancel()
	conn, err := db.Conn(waiting)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // gives it back, whatever has become of it
	return fn(conn)
}

// Package sqlstore keeps scripts, their versions and routes, who may change them
// and who did, in a SQL database.
// It is what the drivers share: its statements are understood by SQLite and by
// PostgreSQL, and what differs is in the fields of DB.
package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/picloud/picloud/store"
)

// DB implements store.Scripts, store.Routes, store.Access, Snapshot and Revision
// on tables that the migrations made. It is safe for concurrent use.
type DB struct {
	// Read and Write are the pools for transactions that read and that write.
	// They may be the same.
	Read, Write *sql.DB

	// Classify makes an error of the driver one of package store where it is
	// one, and returns other errors as they are.
	Classify func(error) error

	// Retry reports whether a transaction that failed has changed nothing for
	// sure, and may succeed when it is run again. Committing says that it was
	// its commit that failed. Nil is never.
	Retry func(err error, committing bool) bool

	// Patience is how long a transaction may wait for a connection. Zero
	// leaves that to the caller's context.
	Patience time.Duration

	// Clock is an expression for the time that the database has, in
	// microseconds since 1970.
	Clock string

	// Time returns the time by which changes are dated. Nodes that share a database
	// should have the same one, whatever their clocks say. Nil is time.Now.
	Time func() time.Time

	// Together runs queries that see one moment, and explains its errors. Nil
	// runs them one after the other in a transaction.
	Together func(ctx context.Context, readings []Reading) error
}

var (
	_ store.Scripts = (*DB)(nil)
	_ store.Routes  = (*DB)(nil)
	_ store.Access  = (*DB)(nil)
)

// queryer is what a pool and a transaction have in common.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// bump is the first statement of every change. The lock on the row holds off
// all other changes until the end of the transaction, on every node, and so
// revisions come out in the order of the commits.
const bump = `
	UPDATE revisions SET revision = revision + 1 WHERE name = 'table'
	RETURNING revision`

// change runs fn in a transaction that no other change runs beside, and gives
// it the revision that the change makes. What fn says has happened becomes the
// change's entry in the audit log.
func (d *DB) change(ctx context.Context, fn func(tx *transaction, revision int64) (event, error)) error {
	err := d.attempt(ctx, d.Write, nil, func(begun *sql.Tx) error {
		var revision int64
		if err := begun.QueryRowContext(ctx, bump).Scan(&revision); err != nil {
			return err
		}
		at := d.now()
		tx := &transaction{Tx: begun, at: at, shift: time.Until(at)}
		happened, err := fn(tx, revision)
		if err != nil {
			return err
		}
		return record(ctx, tx, happened)
	})
	return d.explain(ctx, err)
}

// view runs fn in a transaction that sees one moment.
func (d *DB) view(ctx context.Context, fn func(tx *sql.Tx) error) error {
	opts := &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	return d.explain(ctx, d.attempt(ctx, d.Read, opts, fn))
}

// beginner is a pool or a connection.
type beginner interface {
	BeginTx(ctx context.Context, opts *sql.TxOptions) (*sql.Tx, error)
}

func transact(ctx context.Context, db beginner, opts *sql.TxOptions, fn func(tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, opts)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after the commit

	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// CheckSearch refuses a text that is too long to look for.
func CheckSearch(text string) error {
	if len(text) > store.MaxSearch {
		return fmt.Errorf("a text to look for has %d bytes: %d are the most", len(text), store.MaxSearch)
	}
	return nil
}

// explain makes err one that the callers of the store understand.
func (d *DB) explain(ctx context.Context, err error) error {
	return Explain(ctx, err, d.Classify)
}

// Explain is classify with what no driver knows: a statement of an operation
// whose context has ended fails with all kinds of errors, and it is the end of
// the context that tells.
func Explain(ctx context.Context, err error, classify func(error) error) error {
	if err == nil {
		return nil
	}
	if ended := ctx.Err(); ended != nil && !errors.Is(err, ended) {
		err = fmt.Errorf("%w: %w", ended, err)
	}
	if errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, store.ErrUnavailable) {
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	return classify(err)
}

// Scanner is a row that can be read.
type Scanner interface{ Scan(dest ...any) error }

// Collect reads all rows of a query.
func Collect[T any](ctx context.Context, q queryer, scan func(Scanner) (T, error), query string, args ...any) ([]T, error) {
	var list []T
	err := read(ctx, q, into(&list, scan), query, args...)
	return list, err
}

// page returns the first rows of a query in an order.
func page[T any](ctx context.Context, d *DB, scan func(Scanner) (T, error), query string, where Where, order string, limit int) ([]T, error) {
	query += where.String() + ` ORDER BY ` + order + ` LIMIT ` + where.Arg(max(limit, 1))
	list, err := Collect(ctx, d.Read, scan, query, where.Args()...)
	return list, d.explain(ctx, err)
}

// NotFound gives an error for want of rows the name of what was looked for.
func NotFound(err error, what string, id any) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%s %v: %w", what, id, store.ErrNotFound)
	}
	return err
}

// transaction is that of a change.
type transaction struct {
	*sql.Tx
	at    time.Time     // when the change is made
	shift time.Duration // how far that is from this node's clock
}

// newID returns an id that sorts by the time of the change, though this node's
// clock may say another one.
func (tx *transaction) newID() store.ID {
	if tx.shift.Abs() < time.Second {
		return store.NewID() // these keep their order within a millisecond too
	}
	return store.NewIDAt(time.Now().Add(tx.shift))
}

// now is the time as it will be read back.
func (d *DB) now() time.Time {
	now := time.Now
	if d.Time != nil {
		now = d.Time
	}
	return now().UTC().Truncate(time.Microsecond)
}

// FromMicros returns the time that is kept as microseconds since 1970.
func FromMicros(us int64) time.Time { return time.UnixMicro(us).UTC() }

// checkText refuses what PostgreSQL cannot keep, so that a configuration moves
// freely between the stores.
func checkText(what string, texts ...string) error {
	for _, text := range texts {
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			return fmt.Errorf("%s %w", what, store.ErrInvalidText)
		}
	}
	return nil
}

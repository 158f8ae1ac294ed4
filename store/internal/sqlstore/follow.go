package sqlstore

import (
	"context"
	"database/sql"
	"errors"

	"github.com/picloud/picloud/store"
)

// SelectLastAdded returns the position of the record that was added last, 0
// without any. Who adds records counts on from there; it must keep others from
// doing so until it has committed, so that positions come up in their order.
const SelectLastAdded = `SELECT coalesce(max(added), 0) FROM execution_logs`

// ExecutionPosition is that of store.Following. The id is as the database has
// it; nil asks for the end.
func ExecutionPosition(ctx context.Context, db *sql.DB, id any) (int64, error) {
	var position int64
	if id == nil {
		err := db.QueryRowContext(ctx, SelectLastAdded).Scan(&position)
		return position, err
	}
	err := db.QueryRowContext(ctx, `
		SELECT added FROM execution_logs WHERE id <= $1 ORDER BY id DESC LIMIT 1`, id).Scan(&position)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return position, err
}

// FollowExecutions is that of store.Following. The conditions are those of
// ExecutionFilter.
func FollowExecutions(ctx context.Context, db *sql.DB, where *Where, q store.ExecutionQuery, after int64) (store.Followed, error) {
	var f store.Followed
	if err := db.QueryRowContext(ctx, SelectLastAdded).Scan(&f.End); err != nil {
		return store.Followed{}, err
	}
	if f.End < after {
		after = 0 // all records were deleted, and counting began anew
	}
	if f.Next = f.End; f.End == after {
		return f, nil
	}
	limit := max(q.Limit, 1)
	err := db.QueryRowContext(ctx, `
		SELECT coalesce(max(added), $2) FROM (
			SELECT added FROM execution_logs WHERE added > $1 AND added <= $2 ORDER BY added LIMIT $3) AS step`,
		after, f.End, limit).Scan(&f.Next)
	if err != nil {
		return store.Followed{}, err
	}
	logs := `''`
	if q.WithLogs {
		logs = `logs`
	}
	// With a limit of its own, the inner query goes by the position, whatever
	// index the conditions would suggest.
	f.Executions, err = Collect(ctx, db, ScanExecution, `
		SELECT `+ExecutionColumns+`, `+logs+` FROM (
			SELECT * FROM execution_logs
			WHERE added > `+where.Arg(after)+` AND added <= `+where.Arg(f.Next)+`
			ORDER BY added LIMIT `+where.Arg(limit)+`) AS step`+
		where.String()+` ORDER BY added`, where.Args()...)
	return f, err
}

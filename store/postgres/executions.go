package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/internal/sqlstore"
)

// executionTable is the parent of the partitions.
const executionTable = "execution_logs"

const insertExecution = `
	INSERT INTO execution_logs (id, script_id, script_name, version, route_id,
		method, host, path, remote_ip, request_bytes, response_bytes,
		status, outcome, error, started_at, duration_us, queued_us, warm_us, operations,
		logs_dropped, weight, node, logs, added)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
	ON CONFLICT (id) DO NOTHING`

// beginAppend begins a transaction that adds records. One runs at a time, on
// all nodes together: so the places of the records come up in the order of the
// commits, and who follows them misses none. A node that dies meanwhile holds
// the others up for ten seconds at most. The table is locked for adding before
// it is read: who drops a day then waits for the end, or is waited for.
var beginAppend = pgx.TxOptions{BeginQuery: fmt.Sprintf(`
	BEGIN;
	SET LOCAL idle_in_transaction_session_timeout = '10s';
	SELECT pg_advisory_xact_lock(%d);
	LOCK TABLE ONLY %s IN ROW EXCLUSIVE MODE`, appendLock, executionTable)}

// appendLock is the advisory lock of who adds records.
const appendLock = 0x5069436c<<32 | 3

// executionRow returns a record in the order of insertExecution, without its
// place.
func executionRow(e *store.Execution) ([]any, error) {
	lines, err := sqlstore.EncodeLines(e.Logs)
	if err != nil {
		return nil, fmt.Errorf("execution %s: %w", e.ID, err)
	}
	return []any{
		e.ID, e.ScriptID, sqlstore.Clean(e.ScriptName), e.Version, e.RouteID,
		sqlstore.Clean(e.Method), sqlstore.Clean(e.Host), sqlstore.Clean(e.Path), sqlstore.Clean(e.RemoteIP),
		e.RequestBytes, e.ResponseBytes,
		int64(e.Status), sqlstore.Clean(e.Outcome), sqlstore.Clean(e.Error), e.StartedAt.UnixMicro(),
		e.Duration.Microseconds(), e.Queued.Microseconds(), e.Warm.Microseconds(), e.Operations,
		int64(e.LogsDropped), max(e.Weight, 1), sqlstore.Clean(e.Node), lines,
	}, nil
}

// executionColumns returns the names of the columns of insertExecution.
func executionColumns() []string {
	return []string{
		"id", "script_id", "script_name", "version", "route_id",
		"method", "host", "path", "remote_ip", "request_bytes", "response_bytes",
		"status", "outcome", "error", "started_at", "duration_us", "queued_us", "warm_us", "operations",
		"logs_dropped", "weight", "node", "logs", "added",
	}
}

// AppendExecutions implements store.Executions.
func (s *Store) AppendExecutions(ctx context.Context, batch []store.Execution) error {
	if len(batch) == 0 {
		return nil
	}
	rows := make([][]any, len(batch))
	for i := range batch {
		var err error
		if rows[i], err = executionRow(&batch[i]); err != nil {
			return err
		}
	}
	err := s.appendRows(ctx, rows, copyRows)
	if sqlState(err) == uniqueViolation {
		// Some are known: all of them when an earlier copy arrived and its
		// answer did not. COPY cannot pass those over.
		err = s.appendRows(ctx, rows, insertUnknown)
	}
	if err != nil {
		return fmt.Errorf("%d executions: %w", len(batch), explain(ctx, err))
	}
	return nil
}

// appendRows gives the rows their places and adds them, all of them or none.
func (s *Store) appendRows(ctx context.Context, rows [][]any, add func(context.Context, pgx.Tx, [][]any) error) error {
	return pgx.BeginTxFunc(ctx, s.pool, beginAppend, func(tx pgx.Tx) error {
		var last int64
		if err := tx.QueryRow(ctx, sqlstore.SelectLastAdded).Scan(&last); err != nil {
			return err
		}
		placed := make([][]any, len(rows))
		for i, row := range rows {
			placed[i] = append(slices.Clip(row), last+int64(i)+1)
		}
		return add(ctx, tx, placed)
	})
}

func copyRows(ctx context.Context, tx pgx.Tx, rows [][]any) error {
	_, err := tx.CopyFrom(ctx, pgx.Identifier{executionTable}, executionColumns(), pgx.CopyFromRows(rows))
	return err
}

// insertUnknown inserts the rows whose ids are not known.
func insertUnknown(ctx context.Context, tx pgx.Tx, rows [][]any) error {
	batch := new(pgx.Batch)
	for _, row := range rows {
		batch.Queue(insertExecution, row...)
	}
	return tx.SendBatch(ctx, batch).Close()
}

// ListExecutions implements store.Executions.
func (s *Store) ListExecutions(ctx context.Context, q store.ExecutionQuery) ([]store.Execution, error) {
	if err := sqlstore.CheckSearch(q.Text); err != nil {
		return nil, err
	}
	query, args := listExecutions(q)
	list, err := sqlstore.Collect(ctx, s.config.Read, sqlstore.ScanExecution, query, args...)
	return list, explain(ctx, err)
}

func listExecutions(q store.ExecutionQuery) (query string, args []any) {
	logs := `''`
	if q.WithLogs {
		logs = `logs`
	}
	where := filter(q)
	query = `SELECT ` + sqlstore.ExecutionColumns + `, ` + logs + ` FROM execution_logs` + where.String() +
		` ORDER BY id DESC LIMIT ` + where.Arg(max(q.Limit, 1))
	return query, where.Args()
}

func filter(q store.ExecutionQuery) *sqlstore.Where {
	return sqlstore.ExecutionFilter(q, func(id store.ID) any { return id }, addText)
}

// addText looks for text in the path, the error and the log lines. The lines
// are searched as JSON first: taking them apart is slow, and few have it. The
// collation is that of bytes, where only ASCII letters have two cases.
func addText(w *sqlstore.Where, text string) {
	pattern := w.Arg(sqlstore.Contains(text))
	encoded := w.Arg(sqlstore.Contains(sqlstore.EncodeText(text)))
	w.Add(`path ILIKE `, pattern, ` ESCAPE '\'
		OR error ILIKE `, pattern, ` ESCAPE '\'
		OR CASE WHEN logs ILIKE `, encoded, ` ESCAPE '\' THEN EXISTS (
			SELECT 1 FROM json_array_elements(logs::json) AS line
			WHERE (line ->> 'message') COLLATE "C" ILIKE `, pattern, ` ESCAPE '\'
				OR EXISTS (
					SELECT 1 FROM json_each_text(line -> 'attrs') AS attr
					WHERE attr.value COLLATE "C" ILIKE `, pattern, ` ESCAPE '\'))
			ELSE false END`)
}

// ExecutionByID implements store.Executions.
func (s *Store) ExecutionByID(ctx context.Context, id store.ID) (store.Execution, error) {
	e, err := sqlstore.ScanExecution(s.config.Read.QueryRowContext(ctx,
		`SELECT `+sqlstore.ExecutionColumns+`, logs FROM execution_logs WHERE id = $1`, id))
	if err != nil {
		return store.Execution{}, explain(ctx, sqlstore.NotFound(err, "execution", id))
	}
	return e, nil
}

// ExecutionPosition implements store.Following.
func (s *Store) ExecutionPosition(ctx context.Context, id store.ID) (int64, error) {
	var at any
	if !id.IsZero() {
		at = id
	}
	position, err := sqlstore.ExecutionPosition(ctx, s.config.Read, at)
	return position, explain(ctx, err)
}

// FollowExecutions implements store.Following.
func (s *Store) FollowExecutions(ctx context.Context, q store.ExecutionQuery, after int64) (store.Followed, error) {
	if err := sqlstore.CheckSearch(q.Text); err != nil {
		return store.Followed{}, err
	}
	q.Before = store.ID{}
	followed, err := sqlstore.FollowExecutions(ctx, s.config.Read, filter(q), q, after)
	return followed, explain(ctx, err)
}

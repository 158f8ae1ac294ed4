package sqlite

import (
	"context"
	"fmt"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/internal/sqlstore"
)

const insertExecution = `
	INSERT INTO execution_logs (id, script_id, script_name, version, route_id,
		method, host, path, remote_ip, request_bytes, response_bytes,
		status, outcome, error, started_at, duration_us, queued_us, warm_us, operations,
		logs, logs_dropped, weight, node, added)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
	ON CONFLICT (id) DO NOTHING`

// AppendExecutions implements store.Executions.
func (s *Store) AppendExecutions(ctx context.Context, batch []store.Execution) error {
	if len(batch) == 0 {
		return nil
	}
	tx, err := s.logs.write.BeginTx(ctx, nil)
	if err != nil {
		return explain(ctx, err)
	}
	defer tx.Rollback() // does nothing after the commit

	var added int64
	if err := tx.QueryRowContext(ctx, sqlstore.SelectLastAdded).Scan(&added); err != nil {
		return explain(ctx, err)
	}
	insert := tx.StmtContext(ctx, s.insert)
	for i := range batch {
		e := &batch[i]
		lines, err := sqlstore.EncodeLines(e.Logs)
		if err != nil {
			return fmt.Errorf("execution %s: %w", e.ID, err)
		}
		_, err = insert.ExecContext(ctx, blob(e.ID), blob(e.ScriptID), sqlstore.Clean(e.ScriptName), e.Version, blob(e.RouteID),
			sqlstore.Clean(e.Method), sqlstore.Clean(e.Host), sqlstore.Clean(e.Path), sqlstore.Clean(e.RemoteIP), e.RequestBytes, e.ResponseBytes,
			e.Status, sqlstore.Clean(e.Outcome), sqlstore.Clean(e.Error), e.StartedAt.UnixMicro(),
			e.Duration.Microseconds(), e.Queued.Microseconds(), e.Warm.Microseconds(), e.Operations,
			lines, e.LogsDropped, max(e.Weight, 1), sqlstore.Clean(e.Node), added+int64(i)+1)
		if err != nil {
			return fmt.Errorf("execution %s: %w", e.ID, explain(ctx, err))
		}
	}
	return explain(ctx, tx.Commit())
}

// ListExecutions implements store.Executions.
func (s *Store) ListExecutions(ctx context.Context, q store.ExecutionQuery) ([]store.Execution, error) {
	if err := sqlstore.CheckSearch(q.Text); err != nil {
		return nil, err
	}
	where := executionFilter(q)
	logs := `''`
	if q.WithLogs {
		logs = `logs`
	}
	query := `SELECT ` + sqlstore.ExecutionColumns + `, ` + logs + ` FROM execution_logs` + where.String() +
		` ORDER BY id DESC LIMIT ` + where.Arg(max(q.Limit, 1))
	list, err := sqlstore.Collect(ctx, s.logs.read, sqlstore.ScanExecution, query, where.Args()...)
	return list, explain(ctx, err)
}

// executionFilter turns a query into conditions.
func executionFilter(q store.ExecutionQuery) *sqlstore.Where {
	return sqlstore.ExecutionFilter(q, func(id store.ID) any { return blob(id) }, addText)
}

// addText looks for text in the path, the error and the log lines. The lines
// are searched as JSON first: taking them apart is slow, and few have it.
func addText(w *sqlstore.Where, text string) {
	pattern := w.Arg(sqlstore.Contains(text))
	encoded := w.Arg(sqlstore.Contains(sqlstore.EncodeText(text)))
	w.Add(`path LIKE `, pattern, ` ESCAPE '\'
		OR error LIKE `, pattern, ` ESCAPE '\'
		OR logs LIKE `, encoded, ` ESCAPE '\' AND EXISTS (
			SELECT 1 FROM json_tree(logs) AS item
			WHERE item.atom LIKE `, pattern, ` ESCAPE '\'
				AND (item.key = 'message' OR item.path LIKE '%.attrs'))`)
}

// ExecutionByID implements store.Executions.
func (s *Store) ExecutionByID(ctx context.Context, id store.ID) (store.Execution, error) {
	e, err := sqlstore.ScanExecution(s.logs.read.QueryRowContext(ctx,
		`SELECT `+sqlstore.ExecutionColumns+`, logs FROM execution_logs WHERE id = $1`, blob(id)))
	if err != nil {
		return store.Execution{}, explain(ctx, sqlstore.NotFound(err, "execution", id))
	}
	return e, nil
}

// blob is an id as the logs keep it: 16 bytes, or nothing.
func blob(id store.ID) []byte {
	if id.IsZero() {
		return nil
	}
	return id[:]
}

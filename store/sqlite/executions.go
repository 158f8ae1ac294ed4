package sqlite

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/internal/sqlstore"
)

const insertExecution = `
	INSERT INTO execution_logs (id, script_id, script_name, version, route_id,
		method, host, path, remote_ip, request_bytes, response_bytes,
		status, outcome, error, started_at, duration_us, queued_us, warm_us, operations,
		logs, logs_dropped, weight, added)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
	ON CONFLICT (id) DO NOTHING`

const executionColumns = `id, script_id, script_name, version, route_id,
	method, host, path, remote_ip, request_bytes, response_bytes,
	status, outcome, error, started_at, duration_us, queued_us, warm_us, operations, logs_dropped, weight`

// idSlack is how far an id may lie from the time that its record says.
const idSlack = time.Minute

// deleteStep is how many records one transaction deletes, and vacuumStep how
// many pages one gives back to the system: some ten milliseconds each.
const (
	deleteStep = 1000
	vacuumStep = 500
)

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
		lines, err := encodeLines(e.Logs)
		if err != nil {
			return fmt.Errorf("execution %s: %w", e.ID, err)
		}
		_, err = insert.ExecContext(ctx, blob(e.ID), blob(e.ScriptID), clean(e.ScriptName), e.Version, blob(e.RouteID),
			clean(e.Method), clean(e.Host), clean(e.Path), clean(e.RemoteIP), e.RequestBytes, e.ResponseBytes,
			e.Status, clean(e.Outcome), clean(e.Error), e.StartedAt.UnixMicro(),
			e.Duration.Microseconds(), e.Queued.Microseconds(), e.Warm.Microseconds(), e.Operations,
			lines, e.LogsDropped, max(e.Weight, 1), added+int64(i)+1)
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
	query := `SELECT ` + executionColumns + `, ` + logs + ` FROM execution_logs` + where.String() +
		` ORDER BY id DESC LIMIT ` + where.Arg(max(q.Limit, 1))
	list, err := sqlstore.Collect(ctx, s.logs.read, scanExecution, query, where.Args()...)
	return list, explain(ctx, err)
}

// executionFilter turns a query into conditions. Time limits the ids too: that
// is a range in the index, where records without an end would be read.
func executionFilter(q store.ExecutionQuery) *sqlstore.Where {
	w := new(sqlstore.Where)
	if !q.ScriptID.IsZero() {
		w.Add(`script_id = `, w.Arg(blob(q.ScriptID)))
	}
	if !q.RouteID.IsZero() {
		w.Add(`route_id = `, w.Arg(blob(q.RouteID)))
	}
	if q.Outcome != "" {
		w.Add(`outcome = `, w.Arg(q.Outcome))
	}
	if q.StatusMin >= 500 {
		w.Add(`status >= 500`) // in the words of the partial index
	}
	if q.StatusMin > 0 && q.StatusMin != 500 {
		w.Add(`status >= `, w.Arg(q.StatusMin))
	}
	if q.StatusMax > 0 {
		w.Add(`status <= `, w.Arg(q.StatusMax))
	}
	if !q.Since.IsZero() {
		w.Add(`id >= `, w.Arg(blob(store.FirstIDAt(q.Since.Add(-idSlack)))))
		w.Add(`started_at >= `, w.Arg(q.Since.UnixMicro()))
	}
	if !q.Until.IsZero() {
		w.Add(`id < `, w.Arg(blob(store.FirstIDAt(q.Until.Add(idSlack)))))
		w.Add(`started_at < `, w.Arg(q.Until.UnixMicro()))
	}
	if !q.Before.IsZero() {
		w.Add(`id < `, w.Arg(blob(q.Before)))
	}
	if q.Text != "" {
		addText(w, q.Text)
	}
	return w
}

// addText looks for text in the path, the error and the log lines. The lines
// are searched as JSON first: taking them apart is slow, and few have it.
func addText(w *sqlstore.Where, text string) {
	text = clean(text)
	pattern := w.Arg(sqlstore.Contains(text))
	encoded := w.Arg(sqlstore.Contains(encodeText(text)))
	w.Add(`path LIKE `, pattern, ` ESCAPE '\'
		OR error LIKE `, pattern, ` ESCAPE '\'
		OR logs LIKE `, encoded, ` ESCAPE '\' AND EXISTS (
			SELECT 1 FROM json_tree(logs) AS item
			WHERE item.atom LIKE `, pattern, ` ESCAPE '\'
				AND (item.key = 'message' OR item.path LIKE '%.attrs'))`)
}

// ExecutionByID implements store.Executions.
func (s *Store) ExecutionByID(ctx context.Context, id store.ID) (store.Execution, error) {
	e, err := scanExecution(s.logs.read.QueryRowContext(ctx,
		`SELECT `+executionColumns+`, logs FROM execution_logs WHERE id = $1`, blob(id)))
	if err != nil {
		return store.Execution{}, explain(ctx, sqlstore.NotFound(err, "execution", id))
	}
	return e, nil
}

// DeleteExecutions implements store.Executions.
func (s *Store) DeleteExecutions(ctx context.Context, before time.Time, limit int) (int, error) {
	deleted := 0
	for deleted < limit {
		step := min(limit-deleted, deleteStep)
		n, err := s.deleteStep(ctx, before, step)
		deleted += n
		if err != nil || n == 0 {
			return deleted, explain(ctx, err)
		}
		if _, err := s.logs.write.ExecContext(ctx, fmt.Sprintf(`PRAGMA incremental_vacuum(%d)`, vacuumStep)); err != nil {
			return deleted, explain(ctx, err)
		}
		if n < step {
			break
		}
	}
	return deleted, nil
}

func (s *Store) deleteStep(ctx context.Context, before time.Time, limit int) (int, error) {
	result, err := s.logs.write.ExecContext(ctx, `
		DELETE FROM execution_logs WHERE id IN (
			SELECT id FROM execution_logs WHERE id < $1 AND started_at < $2 ORDER BY id LIMIT $3)`,
		blob(store.FirstIDAt(before.Add(idSlack))), before.UnixMicro(), limit)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

func scanExecution(row sqlstore.Scanner) (store.Execution, error) {
	var e store.Execution
	var started, duration, queued, warm int64
	var lines []byte
	err := row.Scan(&e.ID, &e.ScriptID, &e.ScriptName, &e.Version, &e.RouteID,
		&e.Method, &e.Host, &e.Path, &e.RemoteIP, &e.RequestBytes, &e.ResponseBytes,
		&e.Status, &e.Outcome, &e.Error, &started, &duration, &queued, &warm, &e.Operations, &e.LogsDropped, &e.Weight, &lines)
	if err != nil {
		return store.Execution{}, err
	}
	e.StartedAt = sqlstore.FromMicros(started)
	e.Duration = time.Duration(duration) * time.Microsecond
	e.Queued = time.Duration(queued) * time.Microsecond
	e.Warm = time.Duration(warm) * time.Microsecond
	if len(lines) > 0 {
		if err := json.Unmarshal(lines, &e.Logs); err != nil {
			return store.Execution{}, fmt.Errorf("log lines of execution %s: %w", e.ID, err)
		}
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

// clean makes text one that every database keeps.
func clean(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "")
}

// encodeLines returns log lines as JSON, "" for none.
func encodeLines(lines []store.LogLine) (string, error) {
	if len(lines) == 0 {
		return "", nil
	}
	cleaned := make([]store.LogLine, len(lines))
	for i, line := range lines {
		cleaned[i] = store.LogLine{Time: line.Time.UTC(), Level: clean(line.Level), Message: clean(line.Message)}
		if len(line.Attrs) == 0 {
			continue
		}
		cleaned[i].Attrs = make(map[string]string, len(line.Attrs))
		for key, value := range line.Attrs {
			cleaned[i].Attrs[clean(key)] = clean(value)
		}
	}
	return encode(cleaned)
}

// encodeText returns clean text as it looks inside a JSON string of encodeLines.
func encodeText(text string) string {
	encoded, err := encode(text)
	if err != nil {
		return text // no string fails
	}
	return strings.TrimSuffix(strings.TrimPrefix(encoded, `"`), `"`)
}

func encode(v any) (string, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // < stays one byte
	if err := encoder.Encode(v); err != nil {
		return "", err
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

package sqlstore

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/picloud/picloud/store"
)

// ExecutionColumns are what ScanExecution reads, but for the last one: the log
// lines, or an empty text.
const ExecutionColumns = `id, script_id, script_name, version, route_id,
	method, host, path, remote_ip, request_bytes, response_bytes,
	status, outcome, error, started_at, duration_us, queued_us, warm_us, operations, logs_dropped, weight, node`

// IDSlack is how far an id may lie from the time that its record says.
const IDSlack = time.Minute

// ExecutionFilter turns a query into conditions. Ids are given to the database
// as id makes them, and text adds the condition on a text to look for. Time
// limits the ids too: that is a range in the index, where records without an
// end would be read.
func ExecutionFilter(q store.ExecutionQuery, id func(store.ID) any, text func(w *Where, text string)) *Where {
	w := new(Where)
	if !q.ScriptID.IsZero() {
		w.Add(`script_id = `, w.Arg(id(q.ScriptID)))
	}
	if !q.RouteID.IsZero() {
		w.Add(`route_id = `, w.Arg(id(q.RouteID)))
	}
	if q.Outcome != "" {
		w.Add(`outcome = `, w.Arg(Clean(q.Outcome)))
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
		w.Add(`id >= `, w.Arg(id(store.FirstIDAt(q.Since.Add(-IDSlack)))))
		w.Add(`started_at >= `, w.Arg(q.Since.UnixMicro()))
	}
	if !q.Until.IsZero() {
		w.Add(`id < `, w.Arg(id(store.FirstIDAt(q.Until.Add(IDSlack)))))
		w.Add(`started_at < `, w.Arg(q.Until.UnixMicro()))
	}
	if !q.Before.IsZero() {
		w.Add(`id < `, w.Arg(id(q.Before)))
	}
	if q.Text != "" {
		text(w, Clean(q.Text))
	}
	return w
}

// ScanExecution reads a row of ExecutionColumns and the log lines.
func ScanExecution(row Scanner) (store.Execution, error) {
	var e store.Execution
	var started, duration, queued, warm int64
	var lines []byte
	err := row.Scan(&e.ID, &e.ScriptID, &e.ScriptName, &e.Version, &e.RouteID,
		&e.Method, &e.Host, &e.Path, &e.RemoteIP, &e.RequestBytes, &e.ResponseBytes,
		&e.Status, &e.Outcome, &e.Error, &started, &duration, &queued, &warm, &e.Operations, &e.LogsDropped, &e.Weight, &e.Node, &lines)
	if err != nil {
		return store.Execution{}, err
	}
	e.StartedAt = FromMicros(started)
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

// Clean makes text one that every database keeps.
func Clean(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "")
}

// EncodeLines returns log lines as JSON, "" for none.
func EncodeLines(lines []store.LogLine) (string, error) {
	if len(lines) == 0 {
		return "", nil
	}
	cleaned := make([]store.LogLine, len(lines))
	for i, line := range lines {
		cleaned[i] = store.LogLine{Time: line.Time.UTC(), Level: Clean(line.Level), Message: Clean(line.Message)}
		if len(line.Attrs) == 0 {
			continue
		}
		cleaned[i].Attrs = make(map[string]string, len(line.Attrs))
		for key, value := range line.Attrs {
			cleaned[i].Attrs[Clean(key)] = Clean(value)
		}
	}
	return encode(cleaned)
}

// EncodeText returns clean text as it looks inside a JSON string of
// EncodeLines.
func EncodeText(text string) string {
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

package admin

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/expression"
	"github.com/picloud/picloud/store"
)

// ExecutionSummary is an execution record in a list: without its log lines.
type ExecutionSummary struct {
	ID            store.ID  `json:"id" format:"uuid" doc:"The execution's id."`
	ScriptID      store.ID  `json:"script_id" format:"uuid" doc:"The script that ran. It may be gone."`
	ScriptName    string    `json:"script_name" doc:"Its name at that time."`
	Version       int64     `json:"version" doc:"Its version that ran."`
	RouteID       store.ID  `json:"route_id" doc:"The route that was matched, empty when the script was run by its id."`
	Method        string    `json:"method" doc:"The request's method."`
	Host          string    `json:"host" doc:"Its host."`
	Path          string    `json:"path" doc:"Its path, with the query."`
	RemoteIP      string    `json:"remote_ip" doc:"The client's address."`
	Status        int       `json:"status" doc:"The status of the response."`
	Outcome       string    `json:"outcome" doc:"How it ended: ok, error, or the limit that was breached."`
	Error         string    `json:"error" doc:"Why it failed, which the client was not told."`
	StartedAt     time.Time `json:"started_at" doc:"When it started."`
	DurationMS    float64   `json:"duration_ms" doc:"How long it took in all, in milliseconds."`
	QueuedMS      float64   `json:"queued_ms" doc:"Of that, waiting for a place."`
	WarmMS        float64   `json:"warm_ms" doc:"Of that, compiling and starting the script."`
	Operations    int64     `json:"operations" doc:"Loop turns and calls it made."`
	RequestBytes  int64     `json:"request_bytes" doc:"The length of the request's body."`
	ResponseBytes int64     `json:"response_bytes" doc:"The length of the response's body."`
	LogsDropped   int       `json:"logs_dropped" doc:"Log lines over the limit, which were not kept."`
	Node          string    `json:"node" doc:"The name of the node that ran it. Empty in records from before nodes had names."`
	Weight        int64     `json:"weight" doc:"How many executions the record stands for: 1, unless there were so many successes that only one of weight was recorded."`
}

// Execution is an execution record.
type Execution struct {
	ExecutionSummary
	Logs []store.LogLine `json:"logs" nullable:"false" doc:"What the script logged."`
}

// ExecutionFilter selects execution records.
type ExecutionFilter struct {
	ScriptID    string `query:"script_id" example:"01890a5d-ac96-774b-bcce-b302099a8057" doc:"Only executions of this script."`
	RouteID     string `query:"route_id" example:"01890a5d-ac96-774b-bcce-b302099a8057" doc:"Only executions by this route."`
	Outcome     string `query:"outcome" enum:"ok,error,timeout,operation_limit,memory_limit,depth_limit,response_limit,overloaded,crashed,canceled" doc:"Only executions that ended like this."`
	StatusClass string `query:"status_class" pattern:"^[2-5](xx)?$" patternDescription:"one of 2xx, 3xx, 4xx, 5xx, or the digit alone" doc:"Only executions with such a status: 2xx, 3xx, 4xx, 5xx, or the digit alone."`
	Since       string `query:"since" format:"date-time" doc:"Only executions that started at this time or later."`
	Until       string `query:"until" format:"date-time" doc:"Only executions that started before this time."`
	Text        string `query:"text" maxLength:"200" doc:"Only executions with this in their path, error or log."`
	Filter      string `query:"filter" doc:"Only executions for which this expression over the record is true, such as status >= 500 and duration_ms > 100. One request looks at 5,000 records at most: with next_cursor in the answer there is more to look at, even when items is short or empty."`
}

// listLogsInput selects a page of execution records.
type listLogsInput struct {
	Paging
	ExecutionFilter
}

// executionPath names an execution.
type executionPath struct {
	ID string `path:"execution_id" example:"01890a5d-ac96-774b-bcce-b302099a8057" doc:"The execution's id."`
}

const (
	// maxScanned is how many records one request with a filter looks at.
	maxScanned = 5000

	// scanPage is how many it holds at once.
	scanPage = 250
)

func (a *api) registerLogs(h huma.API) {
	register(h, a, operation{
		method: http.MethodGet, path: "/logs", id: "list-executions", tag: tagLogs, scope: auth.Read,
		summary: "List execution records",
		about: "Newest first, without their log lines. Under overload successes are sampled: one record then stands for as many executions as its weight says. " +
			"Failures are all recorded, and so are executions that logged a warning or an error.",
	}, a.listLogs)
	register(h, a, operation{
		method: http.MethodGet, path: "/logs/{execution_id}", id: "get-execution", tag: tagLogs, scope: auth.Read,
		summary: "Get an execution record",
		about:   "With its log lines.",
		errors:  []int{http.StatusNotFound},
	}, a.getLog)
}

func (a *api) listLogs(ctx context.Context, in *listLogsInput) (*listOutput[ExecutionSummary], error) {
	q, filter, err := in.compile()
	if err != nil {
		return nil, err
	}
	after, err := in.after(listLogs)
	if err != nil {
		return nil, err
	}
	q.Before = after.ID
	a.flush(ctx)
	if filter != nil {
		return a.scan(ctx, q, filter, in.Limit)
	}
	q.Limit = in.Limit + 1
	records, err := a.Store.ListExecutions(ctx, q)
	if err != nil {
		return nil, err
	}
	return page(records, in.Limit, summariseExecution, behindExecution), nil
}

// scan goes through the records that q selects and returns those that fulfil
// the filter. A filter that fails on a record, by converting a text that is no
// number perhaps, does not select it.
func (a *api) scan(ctx context.Context, q store.ExecutionQuery, filter *expression.Filter, limit int) (*listOutput[ExecutionSummary], error) {
	out := &listOutput[ExecutionSummary]{}
	out.Body.Items = []ExecutionSummary{}
	q.Limit = scanPage
	for scanned := 0; scanned < maxScanned; scanned += scanPage {
		records, err := a.Store.ListExecutions(ctx, q)
		if err != nil {
			return nil, err
		}
		for i := range records {
			q.Before = records[i].ID
			if ok, err := filter.Match(&records[i]); err != nil || !ok {
				continue
			}
			out.Body.Items = append(out.Body.Items, summariseExecution(records[i]))
			if len(out.Body.Items) == limit && (i+1 < len(records) || len(records) == scanPage) {
				out.Body.NextCursor = behindExecution(records[i]).String()
				return out, nil
			}
		}
		if len(records) < scanPage {
			return out, nil
		}
	}
	out.Body.NextCursor = cursor{List: listLogs, ID: q.Before}.String()
	return out, nil
}

func (a *api) getLog(ctx context.Context, in *executionPath) (*struct{ Body Execution }, error) {
	id, err := parseID("path.execution_id", in.ID)
	if err != nil {
		return nil, err
	}
	a.flush(ctx)
	e, err := a.Store.ExecutionByID(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, notFound("execution record", id.String(), "/logs")
	}
	if err != nil {
		return nil, err
	}
	return &struct{ Body Execution }{Body: showExecution(e)}, nil
}

func (a *api) flush(ctx context.Context) {
	if a.FlushLogs == nil {
		return
	}
	if err := a.FlushLogs(ctx); err != nil {
		a.Logger.WarnContext(ctx, "the newest executions cannot be read yet", "error", err)
	}
}

// compile returns what the store is asked, without a limit, and the expression
// to be asked of what it answers, nil for none.
func (in *ExecutionFilter) compile() (store.ExecutionQuery, *expression.Filter, error) {
	q, err := in.query()
	if err != nil || in.Filter == "" {
		return q, nil, err
	}
	filter, err := expression.CompileFilter(in.Filter)
	if err != nil {
		return q, nil, invalidFilter(in.Filter, err)
	}
	return q, filter, nil
}

func (in *ExecutionFilter) query() (q store.ExecutionQuery, err error) {
	q.Outcome, q.Text = in.Outcome, in.Text
	if in.ScriptID != "" {
		if q.ScriptID, err = parseID("query.script_id", in.ScriptID); err != nil {
			return q, err
		}
	}
	if in.RouteID != "" {
		if q.RouteID, err = parseID("query.route_id", in.RouteID); err != nil {
			return q, err
		}
	}
	if q.Since, err = parseTime("query.since", in.Since); err != nil {
		return q, err
	}
	if q.Until, err = parseTime("query.until", in.Until); err != nil {
		return q, err
	}
	if in.StatusClass != "" {
		q.StatusMin = int(in.StatusClass[0]-'0') * 100
		q.StatusMax = q.StatusMin + 99
	}
	return q, nil
}

func parseTime(location, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, invalid(codeValidation, location, text,
			"%q is not a time as RFC 3339 has it, such as 2026-01-31T12:00:00Z; write %%2B for a plus sign", text)
	}
	return t.UTC(), nil
}

func invalidFilter(source string, err error) error {
	wrong, ok := errors.AsType[*expression.Error](err)
	if !ok {
		return err
	}
	p := misplaced(codeInvalidFilter, "filter", source, wrong.Offset, wrong.Message)
	p.Errors[0].Location = "query.filter"
	return p
}

func behindExecution(e store.Execution) cursor { return cursor{List: listLogs, ID: e.ID} }

func showExecution(e store.Execution) Execution {
	shown := Execution{ExecutionSummary: summariseExecution(e), Logs: e.Logs}
	if e.Logs == nil {
		shown.Logs = []store.LogLine{}
	}
	return shown
}

func summariseExecution(e store.Execution) ExecutionSummary {
	return ExecutionSummary{
		ID:            e.ID,
		ScriptID:      e.ScriptID,
		ScriptName:    e.ScriptName,
		Version:       e.Version,
		RouteID:       e.RouteID,
		Method:        e.Method,
		Host:          e.Host,
		Path:          e.Path,
		RemoteIP:      e.RemoteIP,
		Status:        e.Status,
		Outcome:       e.Outcome,
		Error:         e.Error,
		StartedAt:     e.StartedAt.UTC(),
		DurationMS:    milliseconds(e.Duration),
		QueuedMS:      milliseconds(e.Queued),
		WarmMS:        milliseconds(e.Warm),
		Operations:    e.Operations,
		RequestBytes:  e.RequestBytes,
		ResponseBytes: e.ResponseBytes,
		LogsDropped:   e.LogsDropped,
		Node:          e.Node,
		Weight:        max(e.Weight, 1),
	}
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

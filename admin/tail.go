package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/expression"
	"github.com/picloud/picloud/store"
)

// eventStream is the media type of server-sent events.
const eventStream = "text/event-stream"

const (
	// maxTails is how many clients may follow the log at once.
	maxTails = 64

	// tailStep is how many records a tail looks at in one go.
	tailStep = 100

	// tailBuffer is how many bytes are sent at once, about.
	tailBuffer = 64 << 10

	// maxBehind is how many records a client may be behind; then it is told
	// how many it misses.
	maxBehind = 10_000
)

// tailPace are the intervals of a tail.
type tailPace struct {
	heartbeat time.Duration // how long nothing is sent at most
	patience  time.Duration // how long a client may take what is sent
	life      time.Duration // when a client has to connect, and show who it is, again
}

// defaultTailPace is that of every API.
var defaultTailPace = tailPace{heartbeat: 15 * time.Second, patience: 20 * time.Second, life: 15 * time.Minute}

// tailInput selects execution records to come.
type tailInput struct {
	ExecutionFilter
	LastEventID string `header:"Last-Event-ID" doc:"The id of the last execution that was received: what came after it is sent first."`
	After       string `query:"after" example:"01890a5d-ac96-774b-bcce-b302099a8057" doc:"The same for clients that cannot set the header, which counts more."`
}

// The events of a tail, for the document.
type (
	// TailExecution is an execution that has just ended.
	TailExecution struct {
		Event string    `json:"event" enum:"execution" doc:"The event's name."`
		ID    store.ID  `json:"id" format:"uuid" doc:"The execution's id, to be sent as Last-Event-ID."`
		Data  Execution `json:"data" doc:"The execution with its log lines, as JSON in one line."`
	}

	// TailDropped tells of executions that the client was too slow for.
	TailDropped struct {
		Event string      `json:"event" enum:"dropped" doc:"The event's name."`
		Data  TailMissing `json:"data" doc:"What is missing, as JSON in one line."`
	}

	// TailMissing counts executions.
	TailMissing struct {
		Count int64 `json:"count" doc:"How many executions were left out, whether they match the filters or not."`
	}

	// TailEnd is the last event before the server closes the stream.
	TailEnd struct {
		Event string     `json:"event" enum:"end" doc:"The event's name."`
		Data  TailReason `json:"data" doc:"Why it ends, as JSON in one line."`
	}

	// TailReason says why a stream ends.
	TailReason struct {
		Reason string `json:"reason" enum:"reload,renew" doc:"reload: the configuration changes or the server stops. renew: the stream has lasted a quarter of an hour, after which the caller has to show again that it may follow the log."`
	}
)

func (a *api) registerTail(h huma.API) {
	const path = "/logs:tail"
	register(h, a, operation{
		method: http.MethodGet, path: path, id: "tail-executions", tag: tagLogs, scope: auth.Read,
		summary: "Follow execution records",
		about: "Sends executions as they end, as server-sent events, with the filters of the list. A client that connects again and sends " +
			"the id of the last event as Last-Event-ID, as browsers do by themselves, misses nothing and gets nothing twice. " +
			"One that is more than 10,000 executions behind is sent a dropped event and the newest ones. " +
			"While nothing happens a comment is sent every 15 seconds. Before the server ends the stream it sends an end event: connect again. " +
			"Only 64 clients may follow the log at once; beyond that the answer is 503 with the code too_many_tails.",
	}, a.tailLogs)

	registry := h.OpenAPI().Components.Schemas
	events := &huma.Schema{OneOf: []*huma.Schema{
		huma.SchemaFromType(registry, reflect.TypeFor[TailExecution]()),
		huma.SchemaFromType(registry, reflect.TypeFor[TailDropped]()),
		huma.SchemaFromType(registry, reflect.TypeFor[TailEnd]()),
	}}
	h.OpenAPI().Paths[BasePath+path].Get.Responses["200"] = &huma.Response{
		Description: "A stream of events. Each has the fields of one of these schemas.",
		Content:     map[string]*huma.MediaType{eventStream: {Schema: events}},
	}
}

func (a *api) tailLogs(ctx context.Context, in *tailInput) (*huma.StreamResponse, error) {
	t := &tail{api: a, pace: defaultTailPace}
	var err error
	if t.query, t.filter, err = in.compile(); err != nil {
		return nil, err
	}
	t.query.WithLogs, t.query.Limit = true, tailStep
	last, location := in.LastEventID, "header.Last-Event-ID"
	if last == "" {
		last, location = in.After, "query.after"
	}
	var id store.ID
	if last != "" {
		if id, err = parseID(location, last); err != nil {
			return nil, err
		}
	}
	select {
	case a.tails <- struct{}{}:
	default:
		return nil, newProblem(http.StatusServiceUnavailable, codeTooManyTails,
			"%d clients follow the log already, which is the limit: try again when one has left", maxTails).with("Retry-After", retryAfter)
	}
	// What ended before is in the store then, and no part of what is to come.
	a.flush(ctx)
	if t.position, err = a.Store.ExecutionPosition(ctx, id); err != nil {
		<-a.tails
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer func() { <-a.tails }()
		r, w := humago.Unwrap(hc)
		t.begin(w)
		if r.Method != http.MethodHead {
			t.serve(r.Context())
		}
	}}, nil
}

// tail is one client that follows the log. It reads from the store, which
// keeps for it what it has not read yet.
type tail struct {
	api      *api
	pace     tailPace
	query    store.ExecutionQuery
	filter   *expression.Filter
	position int64

	w       http.ResponseWriter
	control *http.ResponseController
	buffer  []byte
}

// begin writes the head of the response.
func (t *tail) begin(w http.ResponseWriter) {
	t.w, t.control = w, http.NewResponseController(w)
	// The server may have set a deadline for the request, which would end the
	// stream. Writers without deadlines have none to take away.
	_ = t.control.SetReadDeadline(time.Time{})
	header := w.Header()
	header.Set("Content-Type", eventStream)
	header.Set("X-Accel-Buffering", "no") // for proxies that would hold events back
	w.WriteHeader(http.StatusOK)
}

// serve sends executions until the client leaves, stops reading, or is asked
// to connect again.
func (t *tail) serve(ctx context.Context) {
	written, stop := t.api.watch()
	defer stop()
	heartbeat := time.NewTicker(t.pace.heartbeat)
	defer heartbeat.Stop()
	life := time.NewTimer(t.pace.life)
	defer life.Stop()

	t.buffer = append(t.buffer, "retry: 1000\n\n"...)
	for {
		if err := t.catchUp(ctx); err != nil {
			// A failed write ends the context too, as a client does that leaves.
			if ctx.Err() == nil || errors.Is(err, os.ErrDeadlineExceeded) {
				t.api.Logger.WarnContext(ctx, "a client that follows the log is left", "error", err)
			}
			return
		}
		var reason string
		select {
		case <-ctx.Done():
			return
		case <-written:
			continue
		case <-heartbeat.C:
			t.buffer = append(t.buffer, ": still there\n\n"...)
			continue
		case <-t.api.Ending:
			reason = "reload"
		case <-life.C:
			reason = "renew"
		}
		t.event("end", "", TailReason{Reason: reason})
		if t.flush() == nil {
			// The connection may serve other requests.
			_ = t.control.SetWriteDeadline(time.Time{})
		}
		return
	}
}

// catchUp sends what was added since the last time.
func (t *tail) catchUp(ctx context.Context) error {
	for {
		step, err := t.api.Store.FollowExecutions(ctx, t.query, t.position)
		if err != nil {
			return err
		}
		if missed := step.End - t.position - maxBehind; missed > 0 {
			t.position += missed
			t.event("dropped", "", TailMissing{Count: missed})
			continue
		}
		t.position = step.Next
		for _, e := range step.Executions {
			if t.filter != nil {
				if ok, err := t.filter.Match(&e); err != nil || !ok {
					continue
				}
			}
			t.event("execution", e.ID.String(), showExecution(e))
			if len(t.buffer) < tailBuffer {
				continue
			}
			if err := t.flush(); err != nil {
				return err
			}
		}
		if err := t.flush(); err != nil {
			return err
		}
		if step.Next == step.End {
			return nil
		}
		select {
		case <-t.api.Ending:
			return nil
		default:
		}
	}
}

// event adds an event to what is to be sent.
func (t *tail) event(name, id string, data any) {
	if id != "" {
		t.buffer = fmt.Appendf(t.buffer, "id: %s\n", id)
	}
	text, err := json.Marshal(data) // one line: JSON escapes those in texts
	if err != nil {
		t.api.Logger.Error("an event of the log cannot be written", "event", name, "error", err)
		return
	}
	t.buffer = fmt.Appendf(t.buffer, "event: %s\ndata: %s\n\n", name, text)
}

// flush sends what was added. A client that does not take it in time is left.
func (t *tail) flush() error {
	if len(t.buffer) == 0 {
		return nil
	}
	// Writers that have no deadlines do not block.
	_ = t.control.SetWriteDeadline(time.Now().Add(t.pace.patience))
	_, err := t.w.Write(t.buffer)
	if t.buffer = t.buffer[:0]; err != nil {
		return err
	}
	return t.control.Flush()
}

// watch returns a channel that gets a value when records were written.
func (a *api) watch() (written <-chan struct{}, stop func()) {
	if a.Watch == nil {
		return nil, func() {}
	}
	return a.Watch()
}

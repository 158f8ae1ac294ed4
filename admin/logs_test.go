package admin

import (
	"context"
	"encoding/binary"
	"fmt"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/store"
)

// append adds records to the log.
func (f *fixture) append(records ...store.Execution) {
	f.t.Helper()
	if err := f.store.AppendExecutions(f.t.Context(), records); err != nil {
		f.t.Fatal(err)
	}
}

// mixedLog adds one record of each of several kinds.
func mixedLog(f *fixture) {
	kinds := map[string]func(e *store.Execution){
		"fine": nil,
		"missing": func(e *store.Execution) {
			e.Status = 404
			e.RouteID = store.NewID()
			e.StartedAt = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		},
		"failed": func(e *store.Execution) {
			e.Status, e.Outcome, e.Error = 500, string(sandbox.Failed), "needle in the error"
			e.Duration = 3 * time.Second
			e.Logs = []store.LogLine{{Time: e.StartedAt, Level: "info", Message: "hello", Attrs: map[string]string{"k": "v"}}}
			e.LogsDropped = 2
		},
	}
	for i, name := range []string{"fine", "missing", "failed"} {
		e := record(i, kinds[name])
		e.ID = idAt(e.StartedAt, e.ID)
		f.append(e)
		f.vars[name], f.vars[name+"_script"], f.vars[name+"_route"] = e.ID.String(), e.ScriptID.String(), e.RouteID.String()
	}
}

// idAt returns an id as it would have been made at a time.
func idAt(t time.Time, id store.ID) store.ID {
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(t.UnixMilli()))
	copy(id[:6], ms[2:])
	return id
}

func TestLogs(t *testing.T) {
	t.Parallel()
	all := []string{`"id":"{fine}"`, `"id":"{missing}"`, `"id":"{failed}"`}
	list := func(name, query string, want ...int) scenario {
		s := scenario{name: name, setup: mixedLog, path: "/logs?" + query, status: 200}
		for i, id := range all {
			if slices.Contains(want, i) {
				s.contains = append(s.contains, id)
			} else {
				s.excludes = append(s.excludes, id)
			}
		}
		return s
	}
	run(t, []scenario{
		{name: "an empty log", path: "/logs", status: 200, contains: []string{`{"items":[]}`}},
		{
			name: "records have no log lines", setup: mixedLog, path: "/logs", status: 200, contains: all, excludes: []string{`"logs"`, "hello"},
			after: func(f *fixture, rec *httptest.ResponseRecorder) {
				if f.flushed.Load() == 0 {
					f.t.Error("the log was not flushed")
				}
				first := object(f.t, rec.Body.String())["items"].([]any)[0].(map[string]any)
				if first["id"] != f.vars["failed"] {
					f.t.Errorf("the first record is %v, not the newest", first["id"])
				}
				var names []string
				for name := range first {
					names = append(names, name)
				}
				slices.Sort(names)
				want := []string{"duration_ms", "error", "host", "id", "logs_dropped", "method", "node", "operations", "outcome", "path", "queued_ms", "remote_ip",
					"request_bytes", "response_bytes", "route_id", "script_id", "script_name", "started_at", "status", "version", "warm_ms", "weight"}
				if !slices.Equal(names, want) {
					f.t.Errorf("a record has %v, want %v", names, want)
				}
			},
		},
		list("of a script", "script_id={failed_script}", 2),
		list("of a route", "route_id={missing_route}", 1),
		list("by outcome", "outcome=error", 2),
		list("by status class", "status_class=4xx", 1),
		list("by status class as a digit", "status_class=5", 2),
		list("since a time", "since=2026-01-02T00:00:00Z", 0, 2),
		list("until a time", "until=2026-01-02T00:00:00Z", 1),
		list("since a time of another zone", "since=2026-01-01T01:00:00%2B01:00&until=2026-01-01T00:00:01Z", 1),
		list("by text", "text=needle", 2),
		list("by two things", "status_class=2xx&outcome=error"),
		list("by a filter", "filter="+url.QueryEscape(`status >= 400 && duration_ms < 1000`), 1),
		list("by a filter and more", "outcome=error&filter="+url.QueryEscape(`status >= 400`), 2),
		list("by a filter that fails on all of them", "filter="+url.QueryEscape(`int(method) > 1`)),
		{
			name: "a record", setup: mixedLog, path: "/logs/{failed}", status: 200,
			contains: []string{`"id":"{failed}"`, `"duration_ms":3000`, `"logs_dropped":2`, `"logs":[{"time":"2026-01-02T03:04:02Z","level":"info","message":"hello","attrs":{"k":"v"}}]`, "needle"},
		},
		{name: "a record without log lines", setup: mixedLog, path: "/logs/{fine}", status: 200, contains: []string{`"logs":[]`, `"duration_ms":1.5`, `"route_id":""`}},
		{name: "an unknown record", path: "/logs/{unknown}", status: 404, code: "not_found"},
		{name: "a bad id", path: "/logs/x", status: 422, code: "bad_id"},
		{name: "a bad script id", path: "/logs?script_id=x", status: 422, code: "bad_id", contains: []string{"query.script_id"}},
		{name: "a bad route id", path: "/logs?route_id=x", status: 422, code: "bad_id", contains: []string{"query.route_id"}},
		{name: "an unknown outcome", path: "/logs?outcome=fine", status: 422, code: "validation", contains: []string{"query.outcome", "operation_limit"}},
		{name: "a bad status class", path: "/logs?status_class=1xx", status: 422, code: "validation", contains: []string{"2xx"}},
		{name: "a bad time", path: "/logs?since=yesterday", status: 422, code: "validation", contains: []string{"query.since", "RFC 3339"}},
		{name: "a bad filter", path: "/logs?filter=" + url.QueryEscape("status >"), status: 422, code: "invalid_filter", contains: []string{`"location":"query.filter"`, `"offset":8`}},
		{name: "a filter that is no condition", path: "/logs?filter=status", status: 422, code: "invalid_filter"},
		{name: "a bad cursor", path: "/logs?cursor=x", status: 422, code: "bad_cursor"},
	})
}

func TestLogs_OutcomesAreThoseOfTheSandbox(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	for _, o := range sandbox.Outcomes() {
		f.must("GET", "/logs?outcome="+string(o), "")
	}
}

func TestLogs_PagesHoldEachRecordOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	// More than what one request with a filter holds at once.
	const total = 2*scanPage + 7
	var want, odd []string
	var batch []store.Execution
	for n := range total {
		e := record(n, nil)
		batch = append(batch, e)
		want = append(want, e.ID.String())
		if n%2 == 1 {
			odd = append(odd, e.ID.String())
		}
	}
	f.append(batch...)
	slices.Reverse(want)
	slices.Reverse(odd)
	for path, want := range map[string][]string{
		"/logs?limit=100": want,
		"/logs?limit=100&filter=" + url.QueryEscape("status == 200"):        want,
		"/logs?limit=7&filter=" + url.QueryEscape("operations % 2 == 1"):    odd,
		"/logs?limit=200&filter=" + url.QueryEscape("operations == 0"):      want[total-1:],
		"/logs?limit=1&filter=" + url.QueryEscape("operations < 1"):         want[total-1:],
		"/logs?limit=200&filter=" + url.QueryEscape("operations == 100000"): nil,
	} {
		var got []string
		readPages(f, path, func(item map[string]any) { got = append(got, item["id"].(string)) })
		if !slices.Equal(got, want) {
			t.Errorf("%s: %d records, want %d", path, len(got), len(want))
		}
	}
}

// endlessLog has a record for every place.
type endlessLog struct {
	store.Store
	read *int
}

func (e endlessLog) ListExecutions(_ context.Context, q store.ExecutionQuery) ([]store.Execution, error) {
	list := make([]store.Execution, q.Limit)
	for i := range list {
		list[i] = record(*e.read, nil)
		*e.read++
	}
	return list, nil
}

func TestLogs_AFilterLooksAtABoundedNumberOfRecords(t *testing.T) {
	t.Parallel()
	read := 0
	f := newFixture(t, func(s store.Store) store.Store { return endlessLog{s, &read} })
	o := f.must("GET", "/logs?filter="+url.QueryEscape("status == 1"), "")
	if read != maxScanned {
		t.Errorf("%d records were read, want %d", read, maxScanned)
	}
	if items := o["items"].([]any); len(items) != 0 || o["next_cursor"] == nil {
		t.Errorf("the answer is %v", o)
	}
	f.must("GET", fmt.Sprintf("/logs?cursor=%s", o["next_cursor"]), "")
}

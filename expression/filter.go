package expression

import (
	"fmt"
	"sync"
	"time"

	"github.com/expr-lang/expr/vm"

	"github.com/picloud/picloud/store"
)

// Filter is a compiled filter of execution records. It is safe for concurrent
// use.
type Filter struct {
	src     string
	program *vm.Program
	reads   recordIDs
	pool    sync.Pool // of *filterRun
}

var _ fmt.Stringer = (*Filter)(nil)

// CompileFilter compiles a filter. Its now() is the moment of the call, so
// that all records of a query are compared with the same. The error is an
// *Error.
func CompileFilter(src string) (*Filter, error) {
	return compileFilter(src, time.Now())
}

func compileFilter(src string, now time.Time) (*Filter, error) {
	program, reads, err := compile(src, filterDialect(now))
	if err != nil {
		return nil, err
	}
	f := &Filter{src: src, program: program}
	f.reads = recordIDs{record: reads["id"], script: reads["script_id"], route: reads["route_id"]}
	f.pool.New = func() any { return new(filterRun) }
	return f, nil
}

// String returns the source.
func (f *Filter) String() string { return f.src }

// Match reports whether the filter is true for e, which it does not change. It
// looks at the first MaxValueBytes of each text. An error, which is an *Error,
// is about this record: the filter converts a text that is no number, say, or
// divides by zero.
func (f *Filter) Match(e *store.Execution) (matches bool, err error) {
	defer func() {
		if v := recover(); v != nil {
			matches, err = false, &Error{Message: fmt.Sprintf("the filter failed: %v", v)}
		}
	}()
	run := f.pool.Get().(*filterRun)
	run.env.set(e, f.reads)
	matches, err = evaluate(&run.machine, f.program, &run.env, f.src)
	run.env = filterEnv{}
	f.pool.Put(run)
	return matches, err
}

// recordIDs tells which ids a filter reads.
type recordIDs struct{ record, script, route bool }

// filterRun is the machine and environment of one evaluation at a time.
type filterRun struct {
	machine vm.VM
	env     filterEnv
}

// filterEnv is what filters see, under the names of the log API.
type filterEnv struct {
	ID            string    `expr:"id"`
	ScriptID      string    `expr:"script_id"`
	ScriptName    string    `expr:"script_name"`
	Version       int64     `expr:"version"`
	RouteID       string    `expr:"route_id"`
	Method        string    `expr:"method"`
	Host          string    `expr:"host"`
	Path          string    `expr:"path"`
	RemoteIP      string    `expr:"remote_ip"`
	Status        int       `expr:"status"`
	Outcome       string    `expr:"outcome"`
	Error         string    `expr:"error"`
	DurationMS    float64   `expr:"duration_ms"`
	QueuedMS      float64   `expr:"queued_ms"`
	WarmMS        float64   `expr:"warm_ms"`
	Operations    int64     `expr:"operations"`
	RequestBytes  int64     `expr:"request_bytes"`
	ResponseBytes int64     `expr:"response_bytes"`
	StartedAt     time.Time `expr:"started_at"`
	LogsDropped   int       `expr:"logs_dropped"`
	Node          string    `expr:"node"`
}

func filterDialect(now time.Time) *dialect {
	return &dialect{
		noun: "a filter",
		env:  filterEnv{},
		fields: []string{
			"id", "script_id", "script_name", "version", "route_id",
			"method", "host", "path", "remote_ip", "status", "outcome", "error",
			"duration_ms", "queued_ms", "warm_ms", "operations",
			"request_bytes", "response_bytes", "started_at", "logs_dropped", "node",
		},
		funcs: append(functions(), "date", "duration", "now"),
		now:   now,
	}
}

// set copies a record. Ids are only written out if the filter reads them.
func (env *filterEnv) set(e *store.Execution, reads recordIDs) {
	*env = filterEnv{
		ScriptName: start(e.ScriptName), Version: e.Version,
		Method: start(e.Method), Host: start(e.Host), Path: start(e.Path), RemoteIP: start(e.RemoteIP),
		Status: e.Status, Outcome: start(e.Outcome), Error: start(e.Error),
		DurationMS: milliseconds(e.Duration), QueuedMS: milliseconds(e.Queued), WarmMS: milliseconds(e.Warm),
		Operations: e.Operations, RequestBytes: e.RequestBytes, ResponseBytes: e.ResponseBytes,
		StartedAt: e.StartedAt, LogsDropped: e.LogsDropped, Node: start(e.Node),
	}
	if reads.record {
		env.ID = e.ID.String()
	}
	if reads.script {
		env.ScriptID = e.ScriptID.String()
	}
	if reads.route {
		env.RouteID = e.RouteID.String()
	}
}

func start(s string) string { return s[:min(len(s), MaxValueBytes)] }

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

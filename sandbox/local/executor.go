// Package local runs scripts in this process.
//
// It contains endless loops, endless recursion and slow scripts. It does not
// contain what a Go process cannot survive, such as memory running out in one
// giant allocation: for that there are worker processes, which run this same
// executor inside.
package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sdk"
)

// Options configure an Executor. The zero value is fine.
type Options struct {
	// Limits are those of calls that set none of their own. Zero fields are
	// taken from sandbox.DefaultLimits.
	Limits sandbox.Limits

	// CheckTimeout bounds Check. Zero is 2 seconds.
	CheckTimeout time.Duration

	// Idle is how long an instance that nobody uses is kept. Zero is 5 minutes.
	Idle time.Duration

	// Grace is how long a stopped script may take to end before its instance
	// is given up. Zero is 8 ms. Forever is without an end.
	Grace time.Duration

	// Tick, when not nil, is called every 2 ms while calls are in progress, for
	// what else has to be looked after meanwhile. It must not take long.
	Tick func()

	// Rest, when not nil, is called when no call has been in progress for
	// 100 ms. Calls may begin while it runs.
	Rest func()
}

// Forever is an Options.Grace for who ends the process instead.
const Forever = time.Duration(math.MaxInt64)

// Executor runs scripts in this process, on the instances of an engine. It
// keeps instances for the next call. Use New.
type Executor struct {
	engine  sandbox.Engine
	options Options
	scripts sync.Map // scriptKey to *script
	memory  *monitor
	idle    sweeper
	lost    atomic.Int64
	closed  atomic.Bool
}

// scriptKey names one version of a script.
type scriptKey struct {
	id      string
	version int64
}

// Interface guards
var _ sandbox.Executor = (*Executor)(nil)

// New returns an Executor on engine.
func New(engine sandbox.Engine, options Options) *Executor {
	options.Limits = options.Limits.Or(sandbox.DefaultLimits())
	options.CheckTimeout = orDuration(options.CheckTimeout, 2*time.Second)
	options.Idle = orDuration(options.Idle, 5*time.Minute)
	options.Grace = orDuration(options.Grace, 8*time.Millisecond)
	e := &Executor{engine: engine, options: options, memory: newMonitor(options)}
	e.idle.sweep = e.sweep
	return e
}

func orDuration(d, fallback time.Duration) time.Duration {
	if d == 0 {
		return fallback
	}
	return d
}

// Lost is how many calls were answered while native code of theirs ran on, and
// still runs.
func (e *Executor) Lost() int64 { return e.lost.Load() }

// Execute implements sandbox.Executor.
func (e *Executor) Execute(ctx context.Context, call *sandbox.Call, w http.ResponseWriter) sandbox.Result {
	if e.closed.Load() {
		return sandbox.Result{Outcome: sandbox.Crashed, Error: "the executor is closed"}
	}
	body, err := readBody(call.Body)
	if err != nil {
		outcome := sandbox.Failed
		if ctx.Err() != nil {
			outcome = sandbox.Canceled
		}
		return sandbox.Result{Outcome: outcome, Error: "reading the request body: " + err.Error(), BodyErr: err}
	}

	x := e.Begin(call, body)
	x.separate(call)
	if !x.enter(ctx) {
		return x.result
	}
	x.client = ctx
	x.begin()
	x.cold = x.seat.instance == nil || x.seat.dirty
	x.seat.start(x)
	if response := x.end(<-x.seat.done); response != nil {
		x.write(w, response)
	}
	return x.result
}

// Begin makes an execution of call, whose body was read. The script is given
// the maps of call as they are, and may change them.
func (e *Executor) Begin(call *sandbox.Call, body []byte) *Execution {
	x := &Execution{executor: e, script: e.script(call.Script), limits: call.Limits.Or(e.options.Limits)}
	x.meter.Init(x.limits, e.memory.hurry)
	x.request = sdk.Request{
		Method:   call.Method,
		Host:     call.Host,
		Path:     call.Path,
		Params:   call.Params,
		Query:    call.Query,
		Rest:     call.Rest,
		Header:   call.Header,
		Body:     body,
		RemoteIP: call.RemoteIP,
	}
	r := &x.request
	if r.Params == nil {
		r.Params = map[string]string{}
	}
	if r.Query == nil {
		r.Query = query(call.RawQuery)
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	return x
}

func readBody(body io.Reader) ([]byte, error) {
	if body == nil || body == http.NoBody {
		return nil, nil
	}
	return io.ReadAll(body)
}

// query parses a query. What cannot be parsed is left out, as net/url does.
func query(raw string) url.Values {
	if raw == "" {
		return url.Values{}
	}
	values, _ := url.ParseQuery(raw)
	return values
}

// separate gives the script copies of what it could change: the call is its
// caller's.
func (x *Execution) separate(call *sandbox.Call) {
	r := &x.request
	if call.Params != nil {
		r.Params = maps.Clone(call.Params)
	}
	if call.Query != nil {
		r.Query = cloned(call.Query)
	}
	if call.Header != nil {
		r.Header = cloned(call.Header)
	}
}

// cloned is what http.Header.Clone is, in one turn instead of two.
func cloned[M ~map[string][]string](m M) M {
	c := make(M, len(m))
	all := make([]string, 0, len(m)) // of all keys: most have one value
	for key, values := range m {
		start := len(all)
		all = append(all, values...)
		c[key] = all[start:len(all):len(all)]
	}
	return c
}

// script returns what is kept for a version.
func (e *Executor) script(s sandbox.Script) *script {
	key := scriptKey{s.ID, s.Version}
	for {
		known, ok := e.scripts.Load(key)
		if !ok {
			known, _ = e.scripts.LoadOrStore(key, &script{executor: e, source: s.Source})
		}
		found := known.(*script)
		if found.source == s.Source {
			return found
		}
		// A change was lost with its database, and another one has got its
		// number.
		if e.scripts.CompareAndDelete(key, found) {
			found.retire()
		}
	}
}

// Retire implements sandbox.Executor.
func (e *Executor) Retire(scriptID string) {
	e.scripts.Range(func(key, value any) bool {
		if key.(scriptKey).id == scriptID {
			e.scripts.Delete(key)
			value.(*script).retire()
		}
		return true
	})
}

// Close implements io.Closer. Calls in progress end as sandbox.Crashed.
func (e *Executor) Close() error {
	if e.closed.Swap(true) {
		return nil
	}
	e.idle.stop()
	e.scripts.Range(func(key, value any) bool {
		e.scripts.Delete(key)
		value.(*script).retire()
		return true
	})
	e.memory.close()
	return nil
}

// Check implements sandbox.Executor. Beside the engine's check it compiles the
// script and runs its global initialisers, so that what is found good here
// also starts.
func (e *Executor) Check(ctx context.Context, source string) ([]sandbox.Diagnostic, error) {
	if e.closed.Load() {
		return nil, fmt.Errorf("%w: the executor is closed", sandbox.ErrUnavailable)
	}
	limits := checkLimits(e.options)
	x := &Execution{executor: e, limits: limits, began: time.Now()}
	x.due = x.began.Add(e.options.CheckTimeout)
	x.ended.Store(true) // nobody waits for an answer of it
	x.meter.Init(limits, e.memory.hurry)
	m := &x.meter
	answer := make(chan []sandbox.Diagnostic, 1)
	go func() { answer <- e.check(x, source) }()
	timer := time.NewTimer(e.options.CheckTimeout)
	defer timer.Stop()
	select {
	case diagnostics := <-answer:
		return diagnostics, nil
	case <-ctx.Done():
		m.Stop(sandbox.Canceled)
		return nil, ctx.Err()
	case <-timer.C:
		m.Stop(sandbox.Timeout)
	}
	select {
	case diagnostics := <-answer:
		return diagnostics, nil
	case <-time.After(e.options.Grace):
		return []sandbox.Diagnostic{startFailed("limit", fmt.Sprintf("checking the script takes longer than %s: simplify it", e.options.CheckTimeout))}, nil
	}
}

// checkOperations is what the global initialisers may use when a script is
// checked.
const checkOperations = 5_000_000

func checkLimits(o Options) sandbox.Limits {
	limits := o.Limits
	limits.Operations = min(limits.Operations, checkOperations)
	limits.Timeout = o.CheckTimeout
	return limits
}

func (e *Executor) check(x *Execution, source string) []sandbox.Diagnostic {
	warnings := e.engine.Check(source)
	if slices.ContainsFunc(warnings, func(d sandbox.Diagnostic) bool { return d.Severity != sandbox.SeverityWarning }) {
		return warnings
	}
	watched := newSeat(&script{executor: e})
	watched.begin(x)
	defer watched.close()
	program, err := e.engine.Compile(source)
	if err == nil {
		var instance sandbox.Instance
		if instance, err = program.Instantiate(&x.meter); err == nil {
			instance.Close()
			return warnings
		}
	}
	if s, ok := errors.AsType[*sandbox.SourceError](err); ok {
		return s.Diagnostics
	}
	d := startFailed("limit", "the global variables cannot be initialised: "+err.Error())
	if p, ok := errors.AsType[*sandbox.PanicError](err); ok {
		d.Code = "unsupported"
		d.Line = max(p.Line, 1)
		d.Message = "initialising the global variables panics: " + p.Message
	}
	return append([]sandbox.Diagnostic{d}, warnings...)
}

func startFailed(code, message string) sandbox.Diagnostic {
	return sandbox.Diagnostic{Line: 1, Column: 1, Severity: sandbox.SeverityError, Code: code, Message: message}
}

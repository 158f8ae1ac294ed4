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
	"net/http"
	"net/url"
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
	// is given up. Zero is 10 ms.
	Grace time.Duration
}

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
	options.Grace = orDuration(options.Grace, 10*time.Millisecond)
	e := &Executor{engine: engine, options: options, memory: newMonitor()}
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

	limits := call.Limits.Or(e.options.Limits)
	r := run{executor: e, limits: limits}
	r.script = e.script(call.Script)
	if !r.enter(ctx) {
		return r.result
	}
	response := r.call(ctx, request(call, body))
	if response != nil {
		r.write(w, response)
	}
	return r.result
}

func readBody(body io.Reader) ([]byte, error) {
	if body == nil || body == http.NoBody {
		return nil, nil
	}
	return io.ReadAll(body)
}

// request is what the script is given: with copies of what it could change, for
// the call is its caller's.
func request(call *sandbox.Call, body []byte) *sdk.Request {
	r := &sdk.Request{
		Method:   call.Method,
		Host:     call.Host,
		Path:     call.Path,
		Params:   maps.Clone(call.Params),
		Query:    url.Values(http.Header(call.Query).Clone()),
		Rest:     call.Rest,
		Header:   call.Header.Clone(),
		Body:     body,
		RemoteIP: call.RemoteIP,
	}
	if r.Params == nil {
		r.Params = map[string]string{}
	}
	if r.Query == nil {
		r.Query = url.Values{}
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	return r
}

// script returns what is kept for a version.
func (e *Executor) script(s sandbox.Script) *script {
	key := scriptKey{s.ID, s.Version}
	if known, ok := e.scripts.Load(key); ok {
		return known.(*script)
	}
	known, _ := e.scripts.LoadOrStore(key, &script{executor: e, source: s.Source})
	return known.(*script)
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
	m := sandbox.NewMeter(checkLimits(e.options), e.memory.sample)
	answer := make(chan []sandbox.Diagnostic, 1)
	go func() { answer <- e.check(m, source) }()
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

func (e *Executor) check(m *sandbox.Meter, source string) []sandbox.Diagnostic {
	if diagnostics := e.engine.Check(source); len(diagnostics) > 0 {
		return diagnostics
	}
	watched := newSeat(&script{executor: e})
	watched.begin(m, e.options.CheckTimeout)
	defer watched.close()
	program, err := e.engine.Compile(source)
	if err == nil {
		var instance sandbox.Instance
		if instance, err = program.Instantiate(m); err == nil {
			instance.Close()
			return nil
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
	return []sandbox.Diagnostic{d}
}

func startFailed(code, message string) sandbox.Diagnostic {
	return sandbox.Diagnostic{Line: 1, Column: 1, Severity: sandbox.SeverityError, Code: code, Message: message}
}

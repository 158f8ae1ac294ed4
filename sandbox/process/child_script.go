package process

import (
	"errors"
	"sync"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/local"
)

// forever is for what the parent takes care of.
const forever = local.Forever

// readyScript is an engine for one script, which is compiled already and has
// an instance. In a worker there is no other.
type readyScript struct {
	sandbox.Program
	failure error // of compiling

	mu    sync.Mutex
	first sandbox.Instance
}

// Interface guards
var (
	_ sandbox.Engine  = (*readyScript)(nil)
	_ sandbox.Program = (*readyScript)(nil)
)

// prepare compiles a script and makes an instance of it. The result says what
// became of that; executions find out again.
func prepare(engine sandbox.Engine, source string, limits sandbox.Limits) (*readyScript, sandbox.Result) {
	began := time.Now()
	m := sandbox.NewMeter(limits, nil)
	timer := time.AfterFunc(limits.Timeout, func() { m.Stop(sandbox.Timeout) })
	defer timer.Stop()
	r := &readyScript{}
	r.Program, r.failure = engine.Compile(source)
	err := r.failure
	if err == nil {
		r.first, err = r.Program.Instantiate(m)
	}
	result := sandbox.Result{Outcome: sandbox.OK}
	if err != nil {
		r.first = nil
		result.Outcome, result.Error = sandbox.Failed, err.Error()
		if limit, ok := errors.AsType[*sandbox.LimitError](err); ok {
			result.Outcome = limit.Outcome
		} else if _, ok := errors.AsType[*sandbox.SourceError](err); ok {
			result.Error = "the script cannot be run: " + result.Error
		}
	}
	result.Usage.Warm = time.Since(began)
	return r, result
}

// Check implements sandbox.Engine.
func (*readyScript) Check(string) []sandbox.Diagnostic { return nil }

// Compile implements sandbox.Engine.
func (r *readyScript) Compile(string) (sandbox.Program, error) {
	if r.failure != nil {
		return nil, r.failure
	}
	return r, nil
}

// Instantiate implements sandbox.Program. The first instance is there already.
func (r *readyScript) Instantiate(m *sandbox.Meter) (sandbox.Instance, error) {
	r.mu.Lock()
	first := r.first
	r.first = nil
	r.mu.Unlock()
	if first != nil {
		return first, nil
	}
	return r.Program.Instantiate(m)
}

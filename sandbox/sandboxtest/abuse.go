package sandboxtest

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// refused is how a script ends that is not accepted in the first place.
const refused sandbox.Outcome = "refused"

// attack is one case of abuse.
type attack struct {
	name string

	// body is that of func attack(ctx *sdk.Context) (any, error), and
	// declarations what stands beside it. The script answers requests that do
	// not ask for the attack.
	body         string
	declarations string
	imports      []string

	// source is the whole script instead, for what is wrong before any request
	// is served.
	source string

	// limits that are not those of abuseLimits.
	limits sandbox.Limits

	// want are the outcomes of which each is right.
	want []sandbox.Outcome

	// slow cases are left out with -short.
	slow bool
}

// abuseLimits leave time enough for operations to run out first.
func abuseLimits() sandbox.Limits {
	limits := sandbox.Limits{Timeout: 15 * time.Second, Operations: 500_000, Memory: 64 << 20, Concurrency: 4}
	if testing.Short() {
		limits.Operations = 100_000
	}
	return limits
}

// sourceLimits are those of whole scripts, which may fail before they run.
func sourceLimits() sandbox.Limits {
	limits := abuseLimits()
	limits.Timeout = 2 * time.Second
	return limits
}

// deadline leaves operations enough for the time to run out first.
func deadline() sandbox.Limits {
	limits := sandbox.Limits{Timeout: 600 * time.Millisecond, Operations: 1 << 40}
	if testing.Short() {
		limits.Timeout = 100 * time.Millisecond
	}
	return limits
}

// attacks are all cases.
func attacks() []attack {
	return slices.Concat(loops(), recursions(), allocations(), amplifications(), nativeWork(), waits(), panics(), floods(), badSources(), giantSources())
}

// program is the script of a.
func (a attack) program() string {
	if a.source != "" {
		return a.source
	}
	return source("", `func Handle(ctx *sdk.Context) (any, error) {
	if ctx.Request.Params["do"] == "attack" {
		return attack(ctx)
	}
	return "good", nil
}

func attack(ctx *sdk.Context) (any, error) {
`+a.body+"\n}\n\n"+a.declarations, a.imports...)
}

// abuse runs the attacks one after the other on one executor, beside a script
// that must not notice.
func abuse(t *testing.T, h Harness) {
	s := newSubject(t, h)
	cases := attacks()
	h.checkCannot(t, cases)
	beside := s.startBystander()
	defer beside.stop()
	rows := make([]Row, 0, len(cases))
	for _, a := range cases {
		t.Run(a.name, func(t *testing.T) {
			row := Row{Case: a.name}
			switch why, cannot := h.Cannot[a.name]; {
			case cannot:
				row.Outcome = "not contained"
				rows = append(rows, row)
				t.Skip("this executor cannot contain it: " + why)
			case a.slow && testing.Short():
				t.Skip("takes long")
			}
			s.with(t).attack(a, beside, &row)
			rows = append(rows, row)
		})
	}
	report(t, rows)
}

// attack runs one case.
func (s *subject) attack(a attack, beside *bystander, row *Row) {
	s.Helper()
	script := s.script(a.program())
	defer s.executor.Retire(script.ID)
	bad := sandbox.Call{Script: script, Limits: a.limits.Or(abuseLimits()), Params: map[string]string{"do": "attack"}}
	if a.source != "" {
		bad.Limits = a.limits.Or(sourceLimits())
	}
	good := &sandbox.Call{Script: script, Limits: bad.Limits}
	good.Limits.Timeout = abuseLimits().Timeout
	watch := watchMemory(s.harness.Memory)
	began := time.Now()
	list := s.check(script.Source)
	for _, d := range list {
		if (d.Code == "syntax" || d.Code == "type" || d.Code == "entry_point") && a.source == "" {
			s.Fatalf("the case itself is wrong: %d:%d %s", d.Line, d.Column, d.Message)
		}
	}
	if len(list) == 0 && a.source == "" {
		s.served(good) // so that the attack finds the script warm
		watch.stop()
		watch = watchMemory(s.harness.Memory)
	}
	before := beside.served.Load()
	attacked := time.Now()
	answer := s.run(&bad)
	meanwhile := beside.served.Load() - before
	row.Peak = watch.stop()
	if len(list) > 0 {
		row.Outcome, row.Duration = refused, attacked.Sub(began)
		if !slices.Contains(a.want, refused) {
			s.Errorf("it was refused, want %v: %d:%d %s", a.want, list[0].Line, list[0].Column, list[0].Message)
		}
	} else {
		row.Outcome, row.Duration = answer.Outcome, answer.took
		if !slices.Contains(s.accepted(a), answer.Outcome) {
			s.Errorf("the outcome is %s, want %v: %.300s", answer.Outcome, a.want, answer.Error)
		}
		if a.source == "" {
			s.served(good)
		}
	}
	if answer.took > time.Second && meanwhile == 0 {
		s.Errorf("no other script was served in %s", answer.took)
	}
	beside.stillServed(s)
	s.letGo()
	s.checkPeak(row, good.Limits)
	if strings.Contains(answer.Error, ".go:") && strings.Contains(answer.Error, "goroutine ") {
		s.Errorf("Result.Error has a stack trace: %.300s", answer.Error)
	}
}

// accepted are the outcomes of which each is right. Where memory is looked at
// now and then only, something else may come first.
func (s *subject) accepted(a attack) []sandbox.Outcome {
	if !s.harness.HardMemory && slices.Contains(a.want, sandbox.MemoryLimit) {
		return append(slices.Clone(a.want), sandbox.OperationLimit, sandbox.Timeout)
	}
	return a.want
}

// letGo fails the test if compiled code that the executor has given up does not
// end. It is for executors that can tell, by a method Lost.
func (s *subject) letGo() {
	s.Helper()
	counter, ok := s.executor.(interface{ Lost() int64 })
	for began := time.Now(); ok && counter.Lost() > 0; time.Sleep(time.Millisecond) {
		if time.Since(began) > patience {
			s.Fatalf("what was given up still runs, %s later", patience)
		}
	}
}

// served fails the test unless a good request to a script is answered.
func (s *subject) served(call *sandbox.Call) {
	s.Helper()
	if a := s.run(call); a.Outcome != sandbox.OK || string(a.body) != "good" {
		s.Fatalf("a good request to the script got %s %.100q: %.300s", a.Outcome, a.body, a.Error)
	}
}

// room is what memory may grow by beside what a script holds: the worker that
// takes over, and what a collection has not freed yet.
const room = 96 << 20

// checkPeak fails the test if a hard limit of memory was none.
func (s *subject) checkPeak(row *Row, limits sandbox.Limits) {
	s.Helper()
	if s.harness.HardMemory && row.Peak > limits.Memory*5/4+room {
		s.Errorf("memory grew by %d MiB, with a limit of %d MiB", row.Peak>>20, limits.Memory>>20)
	}
}

// bystander is a script that is asked all the time while others misbehave.
type bystander struct {
	served atomic.Int64
	stop   func()

	mu   sync.Mutex
	ends []string // how executions ended that were not served
}

func (s *subject) startBystander() *bystander {
	s.Helper()
	b := &bystander{}
	ctx, cancel := context.WithCancel(s.Context())
	call := &sandbox.Call{
		Script: s.script(returns("n := 0\nfor i := 0; i < 100; i++ {\n\tn += i\n}\nreturn n, nil")),
		Limits: sandbox.Limits{Timeout: time.Minute},
	}
	s.ok(s.run(call))
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			w := &recorder{}
			w.header = map[string][]string{}
			result := s.executor.Execute(s.Context(), call, w)
			switch {
			case result.Outcome != sandbox.OK:
				b.mu.Lock()
				b.ends = append(b.ends, string(result.Outcome)+": "+result.Error)
				b.mu.Unlock()
			case w.body.String() == "4950":
				b.served.Add(1)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}()
	b.stop = func() { cancel(); <-done }
	return b
}

// stillServed fails the test unless the bystander was served all the time and
// is served once more.
func (b *bystander) stillServed(s *subject) {
	s.Helper()
	for before, began := b.served.Load(), time.Now(); b.served.Load() < before+2; time.Sleep(time.Millisecond) {
		if time.Since(began) > patience {
			s.Fatal("other scripts are not served any more")
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.ends) > 0 {
		s.Errorf("%d executions of another script were hit, the first as %.300s", len(b.ends), b.ends[0])
		b.ends = nil
	}
}

// memoryWatch takes the peak of a gauge.
type memoryWatch struct {
	done chan struct{}
	peak chan int64
}

func watchMemory(gauge func() int64) *memoryWatch {
	runtime.GC()
	w := &memoryWatch{done: make(chan struct{}), peak: make(chan int64, 1)}
	base := gauge()
	go func() {
		ticker := time.NewTicker(5 * time.Millisecond)
		defer ticker.Stop()
		most := base
		for {
			select {
			case <-ticker.C:
				most = max(most, gauge())
			case <-w.done:
				w.peak <- max(most, gauge()) - base
				return
			}
		}
	}()
	return w
}

// stop returns by how much the gauge grew, at the most.
func (w *memoryWatch) stop() int64 {
	close(w.done)
	return <-w.peak
}

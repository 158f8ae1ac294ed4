package sandboxtest

import (
	"runtime/metrics"
	"slices"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// Harness describes the executor under test.
type Harness struct {
	// New returns a new executor. The suite closes it.
	New func(t testing.TB) sandbox.Executor

	// Cannot names the cases of abuse that the executor cannot contain, each
	// with the reason. They are not run, and the table lists them. A name that
	// is none of a case fails the suite.
	Cannot map[string]string

	// HardMemory says that Limits.Memory is a hard limit of each script. Then
	// a script that needs more has to end for that reason, and within it; else
	// it is enough that it ends.
	HardMemory bool

	// Memory returns how many bytes the scripts of all executors hold at the
	// moment, for the table and for HardMemory. It is called often. Nil takes
	// the heap of this process.
	Memory func() int64
}

const (
	// patience is how much later than its deadline an execution may end before
	// the suite loses it. It only has to be longer than any machine is slow.
	patience = 20 * time.Second

	// hang is how long after that Execute may take to return at all.
	hang = 20 * time.Second
)

// Run runs the suite as subtests of t: conformance, then abuse. With -short it
// leaves out what takes long. With -v it logs the table of the abuse, and
// writes it to a file if TableDir asks for it.
func Run(t *testing.T, h Harness) {
	t.Helper()
	if h.Memory == nil {
		h.Memory = heapBytes
	}
	t.Run("conformance", func(t *testing.T) { conformance(t, h) })
	t.Run("abuse", func(t *testing.T) { abuse(t, h) })
}

func conformance(t *testing.T, h Harness) {
	for _, group := range []struct {
		name string
		test func(*subject)
	}{
		{"requests reach the script as they came", testRequests},
		{"large and unusual bodies", testBodies},
		{"what Handle returns becomes the response", testResponses},
		{"responses that cannot be sent", testBadResponses},
		{"responses over a real connection", testOverHTTP},
		{"scripts in the form of a handler", testHandlers},
		{"logs", testLogs},
		{"every outcome", testOutcomes},
		{"errors of the request body", testBodyErrors},
		{"cancellation", testCanceled},
		{"global variables", testGlobals},
		{"concurrency and the queue", testConcurrency},
		{"check", testCheck},
		{"retire", testRetire},
		{"another source under the same number", testReplaced},
		{"close", testClose},
		{"usage", testUsage},
	} {
		t.Run(group.name, func(t *testing.T) { group.test(newSubject(t, h)) })
	}
}

// newSubject returns a new executor to test, which is closed at the end of t.
func newSubject(t *testing.T, h Harness) *subject {
	t.Helper()
	s := &subject{T: t, executor: h.New(t), harness: h}
	t.Cleanup(func() {
		if err := s.executor.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return s
}

// heapBytes is the size of this process's heap.
func heapBytes() int64 {
	sample := [1]metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample[:])
	return int64(min(sample[0].Value.Uint64(), 1<<62))
}

// checkCannot fails t for names in Cannot that no case has.
func (h Harness) checkCannot(t *testing.T, cases []attack) {
	t.Helper()
	for name, why := range h.Cannot {
		if !slices.ContainsFunc(cases, func(a attack) bool { return a.name == name }) {
			t.Errorf("Cannot names %q, which is no case", name)
		}
		if why == "" {
			t.Errorf("Cannot gives no reason for %q", name)
		}
	}
}

package cost

import (
	"errors"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"testing"
	"testing/synctest"
)

// Cost is what one operation costs.
type Cost struct {
	Allocations  int64 `json:"allocations"`
	Bytes        int64 `json:"bytes"`
	Instructions int64 `json:"instructions,omitempty"` // 0: they could not be counted
}

// Operation is what a test checks the cost of.
type Operation struct {
	// Baseline is the file that says what it cost. With Update it is written
	// instead.
	Baseline string
	Update   bool

	// Prepare returns the operation. It may leave what ends it to t.Cleanup.
	Prepare func(t *testing.T) (operation func())

	// Steps is how many operations are stepped through at a time. One
	// instruction takes some microseconds. Zero is not to count instructions.
	Steps int

	// Clock says that time goes on while operations are stepped through. Else
	// they run in a bubble of testing/synctest, so that nothing that happens
	// every few milliseconds happens at every few instructions.
	Clock bool
}

// Check fails the test when an operation costs more, or a good deal less, than
// its baseline. The test must do nothing else: it is run again in other
// processes.
func Check(t *testing.T, o Operation) Cost {
	t.Helper()
	if raceDetector || testing.CoverMode() != "" {
		t.Skip("the compiler has added instructions of its own")
	}
	switch os.Getenv(roleVariable) {
	case roleTracer:
		trace(t)
		return Cost{}
	case roleTraced:
		if o.Clock {
			traced(o.Prepare(t), o.Steps)
		} else {
			synctest.Test(t, func(t *testing.T) { traced(o.Prepare(t), o.Steps) })
		}
		return Cost{}
	}
	got := allocations(o.Prepare(t))
	counted, err := int64(0), error(nil)
	if o.Steps > 0 {
		counted, err = count(t, o.Steps)
	}
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		t.Logf("instructions are not compared: %v", err)
	case err != nil:
		t.Errorf("counting instructions: %v", err)
	}
	got.Instructions = counted
	t.Logf("%d allocations of %d bytes, %d instructions", got.Allocations, got.Bytes, got.Instructions)
	if o.Update {
		if err := write(o.Baseline, t.Name(), got); err != nil {
			t.Errorf("writing the baseline: %v", err)
		}
		return got
	}
	compare(t, o.Baseline, got)
	return got
}

// settle runs an operation until nothing about it is new, and without garbage
// collections, whose work is anybody's.
func settle(operation func()) (restore func()) {
	collect := debug.SetGCPercent(-1)
	processors := runtime.GOMAXPROCS(1)
	for range warmUp {
		operation()
	}
	return func() {
		runtime.GOMAXPROCS(processors)
		debug.SetGCPercent(collect)
	}
}

// allocations measures what an operation allocates. Other goroutines may do so
// meanwhile, hence the least of some rounds.
func allocations(operation func()) Cost {
	defer settle(operation)()
	least := Cost{Allocations: math.MaxInt64, Bytes: math.MaxInt64}
	for range rounds {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range perRound {
			operation()
		}
		runtime.ReadMemStats(&after)
		least.Allocations = min(least.Allocations, int64(after.Mallocs-before.Mallocs)/perRound)
		least.Bytes = min(least.Bytes, int64(after.TotalAlloc-before.TotalAlloc)/perRound)
	}
	return least
}

const (
	warmUp   = 300
	rounds   = 5
	perRound = 200
)

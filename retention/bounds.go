package retention

import (
	"time"

	"github.com/picloud/picloud/store"
)

// The defaults of Bounds.
const (
	DefaultAge        = 7 * 24 * time.Hour
	DefaultFailureAge = 30 * 24 * time.Hour
	DefaultBytes      = 1 << 30
)

// Bounds are those of the records. A zero field takes its default, a negative
// one is no bound.
type Bounds struct {
	// Age is how long records are kept, and FailureAge how long those of
	// failures, and of successes that Age leaves.
	Age        time.Duration
	FailureAge time.Duration

	// Bytes is how much space the records may take. When they come near, the
	// oldest successes are deleted first; when there are none, the oldest
	// failures.
	Bytes int64
}

// bounds are Bounds without defaults: zero is no bound.
type bounds struct {
	age, failureAge time.Duration
	bytes           int64
}

func (b Bounds) effective() bounds {
	return bounds{
		age:        bound(b.Age, DefaultAge),
		failureAge: bound(b.FailureAge, DefaultFailureAge),
		bytes:      bound(b.Bytes, DefaultBytes),
	}
}

func bound[T int64 | time.Duration](value, fallback T) T {
	if value == 0 {
		return fallback
	}
	return max(value, 0)
}

// maxStep bounds how much is added between two looks at the size.
const maxStep = 16 << 20

// step is how much may be added before the size is looked at again.
func (b bounds) step() int64 { return max(min(b.bytes/16, maxStep), 1) }

// high is the size at which deleting begins, and low at which it ends. Two steps
// may be added while it goes on, and one and a batch before it begins.
func (b bounds) high() int64 { return b.bytes - 4*b.step() }
func (b bounds) low() int64  { return b.bytes - 5*b.step() }

// What a record takes in a database beyond its texts, in bytes, about: numbers,
// ids and places in indexes.
const (
	recordOverhead = 400
	lineOverhead   = 90
	attrOverhead   = 8
)

// sizeOf estimates how much space a record takes.
func sizeOf(e *store.Execution) int64 {
	n := recordOverhead + len(e.ScriptName) + len(e.Method) + len(e.Host) + len(e.Path) + len(e.RemoteIP) +
		len(e.Outcome) + len(e.Error)
	for i := range e.Logs {
		line := &e.Logs[i]
		n += lineOverhead + len(line.Level) + len(line.Message)
		for name, value := range line.Attrs {
			n += attrOverhead + len(name) + len(value)
		}
	}
	return int64(n)
}

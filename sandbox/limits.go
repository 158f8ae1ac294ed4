package sandbox

import "time"

// Limits bound one script. A zero field means the executor's default.
type Limits struct {
	// Timeout is the time one execution may take, queueing excluded.
	Timeout time.Duration

	// Operations is how many loop turns and function calls one execution may
	// make.
	Operations int64

	// Memory is how many bytes one script may hold. A hard limit where scripts
	// run in processes of their own, advisory elsewhere.
	Memory int64

	// Concurrency is how many executions of one script may run at once, at most
	// MaxConcurrency. A few more wait in a queue; the rest are refused as
	// overloaded.
	Concurrency int

	// CallDepth is how deeply function calls may nest, callbacks included.
	CallDepth int

	// LogLines and LogBytes bound what one execution may log. What is over is
	// counted and dropped.
	LogLines int
	LogBytes int

	// ResponseBytes is the largest response body.
	ResponseBytes int64
}

// MaxConcurrency is the largest concurrency of one script: in a worker process
// each place takes file descriptors from the start.
const MaxConcurrency = 64

// DefaultLimits are the limits of a script for which nothing else is
// configured.
func DefaultLimits() Limits {
	return Limits{
		Timeout:       5 * time.Second,
		Operations:    50_000_000,
		Memory:        64 << 20,
		Concurrency:   8,
		CallDepth:     500,
		LogLines:      100,
		LogBytes:      64 << 10,
		ResponseBytes: 10 << 20,
	}
}

// Or returns l with each zero field taken from fallback.
func (l Limits) Or(fallback Limits) Limits {
	return Limits{
		Timeout:       or(l.Timeout, fallback.Timeout),
		Operations:    or(l.Operations, fallback.Operations),
		Memory:        or(l.Memory, fallback.Memory),
		Concurrency:   or(l.Concurrency, fallback.Concurrency),
		CallDepth:     or(l.CallDepth, fallback.CallDepth),
		LogLines:      or(l.LogLines, fallback.LogLines),
		LogBytes:      or(l.LogBytes, fallback.LogBytes),
		ResponseBytes: or(l.ResponseBytes, fallback.ResponseBytes),
	}
}

func or[T comparable](value, fallback T) T {
	var zero T
	if value == zero {
		return fallback
	}
	return value
}

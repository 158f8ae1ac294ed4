package process

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// Isolation says what to do when the kernel cannot give all the walls that a
// worker should stand behind.
type Isolation string

const (
	// BestEffort runs scripts behind the walls there are, and logs which are
	// missing.
	BestEffort Isolation = "best_effort"

	// Require refuses to run scripts without the filter on system calls, which
	// is what contains hostile code.
	Require Isolation = "require"
)

// Options configure an Executor. The zero value is fine.
type Options struct {
	// Limits are those of calls that set none of their own. Zero fields are
	// taken from sandbox.DefaultLimits. Concurrency is capped at
	// sandbox.MaxConcurrency.
	Limits sandbox.Limits

	// MaxWorkers is how many scripts may have a worker at the same time. When
	// another one is needed, the worker that has been idle longest is stopped;
	// when none is idle, the execution is refused as overloaded. Spares, a
	// worker for checks and workers that are on their way out come on top.
	// Zero is 16.
	MaxWorkers int

	// Idle is how long a worker that nobody uses is kept. Zero is 5 minutes.
	Idle time.Duration

	// Spares is how many workers wait, started but empty, for a script that
	// has none yet. It saves the first request to a script most of the start.
	// Zero is 1; a negative number is none.
	Spares int

	// CheckTimeout bounds Check, without waiting for other checks. Zero is
	// 2 seconds.
	CheckTimeout time.Duration

	// Isolation is BestEffort when empty.
	Isolation Isolation

	// Logger gets a line when a worker dies and when walls are missing. Nil
	// drops them.
	Logger *slog.Logger
}

func (o Options) withDefaults() (Options, error) {
	o.Limits = o.Limits.Or(sandbox.DefaultLimits())
	o.MaxWorkers = orDefault(o.MaxWorkers, 16)
	o.Idle = orDefault(o.Idle, 5*time.Minute)
	o.Spares = max(orDefault(o.Spares, 1), 0)
	o.CheckTimeout = orDefault(o.CheckTimeout, 2*time.Second)
	o.Isolation = orDefault(o.Isolation, BestEffort)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	switch {
	case o.Isolation != BestEffort && o.Isolation != Require:
		return o, fmt.Errorf("isolation is %q: it must be %s or %s", o.Isolation, BestEffort, Require)
	case o.MaxWorkers < 0 || o.Idle < 0 || o.CheckTimeout < 0:
		return o, fmt.Errorf("the number of workers and the times must not be negative")
	}
	return o, nil
}

func orDefault[T comparable](value, fallback T) T {
	var zero T
	if value == zero {
		return fallback
	}
	return value
}

const (
	// pairsPerPlace leaves pairs of pipes for responses that slow clients still
	// fetch, while other executions run.
	pairsPerPlace = 2

	// deadlineGrace is how much later than its deadline a script may report
	// that it was stopped, before its client is answered anyway.
	deadlineGrace = 8 * time.Millisecond

	// drainTime is how long a script that overran its deadline may take to
	// stop before its worker is killed.
	drainTime = 400 * time.Millisecond

	// startTime is how long a worker may take to start, and loadGrace how much
	// longer than a script's own limit loading it may take.
	startTime = 15 * time.Second
	loadGrace = time.Second

	// startPatience is how much longer than the script's own limit an
	// execution waits for a worker to start. Starting is not the script's
	// fault, and takes long when there is no spare and the machine is busy.
	startPatience = 5 * time.Second

	// linger is how long the worker of a version that is no longer live waits
	// for late executions.
	linger = 2 * time.Second

	// A script whose workers die crashLimit times within crashWindow is not
	// run for crashPause.
	crashLimit  = 3
	crashWindow = 30 * time.Second
	crashPause  = 30 * time.Second
)

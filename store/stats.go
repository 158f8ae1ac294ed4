package store

import (
	"context"
	"time"
)

// Stat is what one run of one process counted of one script in one stretch of
// time.
type Stat struct {
	Step     time.Duration // the length of the stretch: a minute or an hour
	Start    time.Time     // its beginning, a multiple of Step
	ScriptID ID            // zero for all scripts together
	Run      ID            // names the run

	Count     int64  // executions
	Errors    int64  // of those, how many failed
	Durations []byte // how long they took: an encoded distribution
}

// Stats keeps counts of executions, as expendable as their records.
type Stats interface {
	// PutStats writes rows. A row with the same step, start, script and run is
	// replaced.
	PutStats(ctx context.Context, rows []Stat) error

	// ListStats returns rows by their start.
	ListStats(ctx context.Context, q StatQuery) ([]Stat, error)

	// DeleteStats deletes the rows of a step that started before a time.
	DeleteStats(ctx context.Context, step time.Duration, before time.Time) error
}

// StatQuery selects rows of one step. Since is inclusive, Until is not.
type StatQuery struct {
	Step         time.Duration
	Since, Until time.Time

	// ScriptID selects the rows of one script; zero those of all scripts
	// together. EachScript selects those of each script instead.
	ScriptID   ID
	EachScript bool
}

// Package scale is the arithmetic of docs/explanation/scale.md: what a number of
// requests a second takes, from what was measured and what is assumed. Its test
// compares the page's tables with it; go test ./scale -update writes them anew.
package scale

import (
	"math"
	"time"
)

// Measured is what measurements say. The page names where each is from.
type Measured struct {
	RequestCPU  time.Duration // server and worker, for a request to a script that does nothing
	WorkerCPU   time.Duration // the worker's part of it
	RecordBytes float64       // in PostgreSQL, with indexes, of an execution that logged nothing
	Threads     float64       // that run Go code in one worker
}

// Assumed is what the plan chooses or guesses.
type Assumed struct {
	Cores       float64       // of a node
	Efficiency  float64       // of a core among so many, to one among two
	Utilization float64       // how busy cores are to be
	ScriptCPU   time.Duration // that a script takes itself
	Failures    float64       // the share of executions that fail: each has a record
	MaxRate     float64       // records of successes a second and node: logs max_rate
	Pool        float64       // connections of a node: pool_max_conns, and one that listens
	Scripts     float64       // that are saved
	ScriptBytes float64       // of a source and its routes
}

// Figures are those that the page is computed with.
func Figures() (Measured, Assumed) {
	return Measured{
			RequestCPU:  61 * time.Microsecond,
			WorkerCPU:   8 * time.Microsecond,
			RecordBytes: 362,
			Threads:     2,
		}, Assumed{
			Cores:       8,
			Efficiency:  0.8,
			Utilization: 0.6,
			Failures:    0.001,
			MaxRate:     500,
			Pool:        11,
			Scripts:     1000,
			ScriptBytes: 4500,
		}
}

// Plan is what a number of requests a second takes.
type Plan struct {
	Busy        float64 // cores that are busy all the time
	Nodes       float64
	Connections float64 // to the database, at most
	Records     float64 // a second
	RecordBytes float64 // a day
	ChangeBytes float64 // that one change of a script or route sends to the nodes

	// WorkerThreads are those that a script would keep busy on each node if all
	// requests were for it. A worker has Measured.Threads.
	WorkerThreads float64
}

// Compute plans for a number of requests a second. One node more than is needed
// can fail; a single one cannot, so there are two.
func Compute(rate float64, m Measured, a Assumed) Plan {
	busy := rate * (m.RequestCPU + a.ScriptCPU).Seconds()
	needed := max(1, math.Ceil(busy/(a.Cores*a.Efficiency*a.Utilization)))
	nodes := needed + 1
	successes, failures := rate*(1-a.Failures), rate*a.Failures
	records := min(successes, nodes*a.MaxRate) + failures
	return Plan{
		Busy:          busy,
		Nodes:         nodes,
		Connections:   nodes * a.Pool,
		Records:       records,
		RecordBytes:   records * m.RecordBytes * (24 * time.Hour).Seconds(),
		ChangeBytes:   nodes * a.Scripts * a.ScriptBytes,
		WorkerThreads: rate / needed * (m.WorkerCPU + a.ScriptCPU).Seconds(),
	}
}

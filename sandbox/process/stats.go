package process

import (
	"maps"

	"github.com/picloud/picloud/sandbox"
)

var _ sandbox.Staffed = (*Executor)(nil)

// tally counts workers that came and went. It is guarded by Executor.mu.
type tally struct {
	started int64
	ended   map[string]int64 // by why
}

// end counts a worker that is gone.
func (t *tally) end(w *worker) {
	if t.ended == nil {
		t.ended = map[string]int64{}
	}
	why := string(w.verdict.outcome)
	switch w.cause.Load() {
	case causeRetired, causeClosed:
		why = sandbox.EndedStopped
	}
	t.ended[why]++
}

// Staff implements sandbox.Staffed.
func (e *Executor) Staff() sandbox.Staff {
	e.mu.Lock()
	staff := sandbox.Staff{Started: e.tally.started, Ended: maps.Clone(e.tally.ended)}
	live := maps.Clone(e.live)
	e.mu.Unlock()
	for w := range live {
		staff.Memory += w.memory.total()
		if w.owner.Load() == nil {
			staff.Spare++
		} else {
			staff.Serving++
		}
	}
	e.scripts.Range(func(_, value any) bool {
		s := value.(*script)
		s.mu.Lock()
		staff.Queued += s.queued()
		s.mu.Unlock()
		return true
	})
	return staff
}

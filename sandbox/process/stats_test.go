package process

import (
	"testing"

	"github.com/picloud/picloud/sandbox"
)

func TestStaff_CountsWorkersThatComeAndGo(t *testing.T) {
	t.Parallel()
	e := open(t, Options{Spares: 1})
	c := call(counter)
	run(t, e, c)
	staff := e.Staff()
	if staff.Serving != 1 || staff.Started < 1 || len(staff.Ended) != 0 || staff.Queued != 0 {
		t.Errorf("with one script: %+v", staff)
	}
	if newGauge(1).file != nil && staff.Memory <= 0 {
		t.Errorf("the workers hold %d bytes", staff.Memory)
	}
	murder(t, e.script(c.Script))
	eventually(t, "the death is counted", func() bool { return e.Staff().Ended[string(sandbox.Crashed)] == 1 })
	run(t, e, c)
	e.Retire(c.Script.ID)
	eventually(t, "the stop is counted", func() bool { return e.Staff().Ended[sandbox.EndedStopped] == 1 })
	if staff := e.Staff(); staff.Serving != 0 {
		t.Errorf("without a script: %+v", staff)
	}
}

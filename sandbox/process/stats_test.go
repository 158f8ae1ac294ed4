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

func TestStaff_GivesBackMemoryWhenIdle(t *testing.T) {
	t.Parallel()
	if newGauge(1).file == nil {
		t.Skip("the memory of processes is not known on this system")
	}
	if collectAt <= 100 {
		t.Skip("under the race detector garbage is collected as usual, so that little is left to give back")
	}
	e := open(t, Options{Spares: -1})
	c := call(`package main

import (
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	size := 0
	for range 3000 {
		size += len(strings.Repeat("x", 4096))
	}
	return size, nil
}
`)
	const garbage = 3000 * 4096
	if err := e.Prepare(t.Context(), c.Script, c.Limits); err != nil {
		t.Fatal(err)
	}
	before := e.Staff().Memory
	run(t, e, c)
	eventually(t, "most of the garbage is given back", func() bool { return e.Staff().Memory < before+garbage/2 })
	run(t, e, c)
}

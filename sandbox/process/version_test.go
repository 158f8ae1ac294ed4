package process

import (
	"testing"

	"github.com/picloud/picloud/sandbox"
)

func TestExecute_SupersedesVersionsWithOtherIDs(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	first, second, other := call(counter), call(counter), call(counter)
	first.Script.ID, first.Script.Of = "a@1", "a"
	second.Script.ID, second.Script.Of = "a@2", "a"
	other.Script.ID, other.Script.Of = "b@1", "b"
	for _, c := range []*sandbox.Call{other, first, second} {
		run(t, e, c)
	}
	for c, past := range map[*sandbox.Call]bool{first: true, second: false, other: false} {
		if s := e.script(c.Script); s.state(func() bool { return s.past != past }) {
			t.Errorf("%s is past: %t", c.Script.ID, !past)
		}
	}
}

func TestPrepare_KeepsAWorkerThatWasNotUsedYet(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	c := call(counter)
	if err := e.Prepare(t.Context(), c.Script, c.Limits); err != nil {
		t.Fatal(err)
	}
	prepared := e.script(c.Script)
	if wait, again, _ := prepared.sweep(e.options.Idle); !again || wait <= linger {
		t.Errorf("its worker is stopped after %s", wait)
	}
	run(t, e, c)
	c.Script.Version = 2
	run(t, e, c)
	if wait, again, _ := prepared.sweep(e.options.Idle); again && wait > linger {
		t.Errorf("the version before is kept for %s", wait)
	}
}

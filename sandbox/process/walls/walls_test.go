package walls

import (
	"errors"
	"strings"
	"testing"

	"github.com/picloud/picloud/sandbox"
)

func TestOptions_WeakenUntilNothingIsLeft(t *testing.T) {
	t.Parallel()
	o := Options{Require: true, Namespaces: true, UID: 7, GID: 8}
	want := []Options{{Require: true, UID: 7, GID: 8}, {Require: true}}
	for _, w := range want {
		weaker, ok := o.Weaker()
		if !ok || weaker != w {
			t.Fatalf("%+v weakens to %+v, %t, not %+v", o, weaker, ok, w)
		}
		o = weaker
	}
	if weaker, ok := o.Weaker(); ok {
		t.Errorf("%+v weakens to %+v", o, weaker)
	}
}

func TestJudge_NamesTheRequiredWallsThatAreMissing(t *testing.T) {
	t.Parallel()
	missing := func(names ...string) []sandbox.Wall {
		var walls []sandbox.Wall
		for _, name := range []string{Syscalls, Privileges, Inspection, Resources, Files, User, Namespaces} {
			w := sandbox.Wall{Name: name, Stands: true}
			for _, n := range names {
				if n == name {
					w = wall(name, "", errors.New("no "+name+" here"))
				}
			}
			walls = append(walls, w)
		}
		return walls
	}
	tests := []struct {
		walls   []sandbox.Wall
		options Options
		fails   string
	}{
		{missing(), Options{Require: true}, ""},
		{missing(Files, User, Namespaces, Privileges), Options{Require: true}, ""},
		{missing(Syscalls), Options{}, ""},
		{missing(Syscalls), Options{Require: true}, "no system calls here"},
		{missing(Inspection), Options{Require: true}, "no inspection here"},
		{missing(Resources), Options{Require: true}, "no resources here"},
	}
	for _, test := range tests {
		err := judge(test.walls, test.options)
		switch {
		case test.fails == "" && err != nil:
			t.Errorf("%+v: %v", test.walls, err)
		case test.fails != "" && (!errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), test.fails)):
			t.Errorf("%+v: the error is %v", test.walls, err)
		}
	}
}

func TestLimitMemory_RefusesNothing(t *testing.T) {
	t.Parallel()
	for _, limit := range []int64{0, -1} {
		if err := LimitMemory(limit); err == nil {
			t.Errorf("a limit of %d is accepted", limit)
		}
	}
}

// Chained pointer methods and bound method values.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ N int }

func (t *T) Inc() *T { t.N++; return t }
func (t T) Get() int { return t.N }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var t T
	t.Inc().Inc()
	out = append(out, fmt.Sprintln(t.N, t.Get()))
	f := t.Inc
	f()
	out = append(out, fmt.Sprintln(t.N))
	g := t.Get
	t.N = 50
	out = append(out, fmt.Sprintln(g(), t.Inc().Get()))
	ts := []T{{1}, {2}}
	for i := range ts {
		ts[i].Inc()
	}
	out = append(out, fmt.Sprintln(ts[0].N))
	m := map[string]*T{"a": {5}}
	m["a"].Inc()
	out = append(out, fmt.Sprintln(m["a"].Get()))
	(&ts[1]).Inc().Inc()
	out = append(out, fmt.Sprintln(ts[1].N))
	h := (&ts[1]).Get
	ts[1].N = 0
	out = append(out, fmt.Sprintln(h()))
	fs := map[string]func() int{"get": ts[0].Get}
	ts[0].N = 99
	out = append(out, fmt.Sprintln(fs["get"]()))
	k := func() func() int { x := T{3}; defer x.Inc(); return x.Get }()
	out = append(out, fmt.Sprintln(k()))
	return strings.Join(out, ""), nil
}

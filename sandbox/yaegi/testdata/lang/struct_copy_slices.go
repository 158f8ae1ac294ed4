// Copies of elements while a slice changes.
package main

import (
	"fmt"
	"sort"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ N int }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	ts := []T{{1}, {2}, {3}}
	x := ts[0]
	ts[0], ts[2] = ts[2], ts[0]
	out = append(out, fmt.Sprintln(x.N, ts))
	x = ts[1]
	ts[1].N = 20
	out = append(out, fmt.Sprintln(x.N))
	ts = append(ts[:1], ts[2:]...)
	out = append(out, fmt.Sprintln(ts))
	y := ts[len(ts)-1]
	ts[len(ts)-1].N = 0
	out = append(out, fmt.Sprintln(y.N))
	sort.Slice(ts, func(i, j int) bool { return ts[i].N < ts[j].N })
	out = append(out, fmt.Sprintln(ts))
	best := ts[0]
	for _, t := range ts {
		if t.N > best.N {
			best = t
		}
	}
	ts[1].N = 55
	out = append(out, fmt.Sprintln(best.N))
	prev := T{}
	for i, t := range ts {
		if i > 0 {
			out = append(out, fmt.Sprintln(prev.N, t.N))
		}
		prev = t
		t.N = -1
	}
	out = append(out, fmt.Sprintln(prev.N))
	stack := []T{}
	for i := range 3 {
		stack = append(stack, T{i})
	}
	top := stack[len(stack)-1]
	stack = stack[:len(stack)-1]
	stack = append(stack, T{100})
	out = append(out, fmt.Sprintln(top.N, stack))
	q := ts[0]
	p := &q
	p.N = 12
	out = append(out, fmt.Sprintln(q.N, ts[0].N))
	m := map[int]T{}
	for i, t := range ts {
		m[i] = t
	}
	ts[0].N = 1234
	out = append(out, fmt.Sprintln(m[0].N))
	return strings.Join(out, ""), nil
}

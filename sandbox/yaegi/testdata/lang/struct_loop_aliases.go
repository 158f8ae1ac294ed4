// Loops over slices of structs: values, elements, pointers, copies.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type P struct{ X, Y int }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	ps := []P{{1, 2}, {3, 4}}
	for i, p := range ps {
		p.X = 100
		ps[i].Y = p.X + i
	}
	out = append(out, fmt.Sprintln(ps[0].X, ps[0].Y, ps[1].Y))
	var last *P
	for i := range ps {
		if last == nil || ps[i].X > last.X {
			last = &ps[i]
		}
	}
	last.X = 0
	out = append(out, fmt.Sprintln(ps[1].X))
	var ptrs []*P
	for _, p := range ps {
		ptrs = append(ptrs, &p)
	}
	ptrs[0].X = -1
	out = append(out, fmt.Sprintln(ps[0].X, ptrs[0].X, ptrs[1].X))
	byY := map[int]P{}
	for _, p := range ps {
		byY[p.Y] = p
	}
	q := byY[100]
	q.X = 55
	out = append(out, fmt.Sprintln(byY[100].X))
	ps2 := append([]P(nil), ps...)
	ps2[0].X = 42
	out = append(out, fmt.Sprintln(ps[0].X))
	ps3 := make([]P, len(ps))
	copy(ps3, ps)
	ps3[1].Y = 0
	out = append(out, fmt.Sprintln(ps[1].Y))
	return strings.Join(out, ""), nil
}

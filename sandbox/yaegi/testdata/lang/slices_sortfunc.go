// slices.SortFunc with cmp.Compare on script types.
package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type P struct {
	N string
	A int
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	ps := []P{{"x", 3}, {"y", 1}, {"z", 3}}
	slices.SortFunc(ps, func(a, b P) int {
		if c := cmp.Compare(b.A, a.A); c != 0 {
			return c
		}
		return strings.Compare(a.N, b.N)
	})
	for _, p := range ps {
		out = append(out, fmt.Sprintln(p.N, p.A))
	}
	slices.SortStableFunc(ps, func(a, b P) int { return a.A - b.A })
	out = append(out, fmt.Sprintln(ps[0].N))
	return strings.Join(out, ""), nil
}

// Comparison of structs; use as map keys; zero struct.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type P struct {
	X, Y int
	N    string
}
type Q struct {
	P
	F float64
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a, b := P{1, 2, "a"}, P{1, 2, "a"}
	out = append(out, fmt.Sprintln(a == b, a != P{}, Q{a, 1} == Q{b, 1}, Q{a, 1} == Q{b, 2}))
	seen := map[P]int{}
	for _, p := range []P{a, b, {2, 1, "a"}} {
		seen[p]++
	}
	out = append(out, fmt.Sprintln(seen[a], len(seen)))
	visited := map[struct{ r, c int }]bool{{1, 2}: true}
	out = append(out, fmt.Sprintln(visited[struct{ r, c int }{1, 2}], visited[struct{ r, c int }{2, 1}]))
	var z struct{}
	out = append(out, fmt.Sprintln(z == struct{}{}))
	pa, pb := &a, &b
	out = append(out, fmt.Sprintln(pa == pb, *pa == *pb))
	return strings.Join(out, ""), nil
}

// Literals stored into fields, elements, map entries and through pointers.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type In struct{ N int }
type T struct {
	In In
	L  []int
	P  *In
	M  map[string]In
	A  [2]In
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := T{M: map[string]In{}}
	pi := &t.In
	t.In = In{5}
	t.L = []int{1}
	t.P = &In{6}
	t.M["k"] = In{7}
	pa := &t.A[1]
	t.A[1] = In{8}
	out = append(out, fmt.Sprintln(t.In.N, pi.N, t.L, t.P.N, t.M["k"].N, pa.N))
	s := []In{{1}, {2}}
	q := &s[0]
	s[0] = In{9}
	out = append(out, fmt.Sprintln(q.N))
	pt := &t
	*pt = T{L: []int{4}}
	out = append(out, fmt.Sprintln(t.L, t.In.N, pi.N))
	pt.In = In{3}
	out = append(out, fmt.Sprintln(pi.N))
	pp := &pt
	(*pp).In = In{2}
	**pp = T{In: In{1}}
	out = append(out, fmt.Sprintln(pi.N))
	return strings.Join(out, ""), nil
}

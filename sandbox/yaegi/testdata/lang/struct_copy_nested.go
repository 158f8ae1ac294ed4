// Copies of structs with embedded structs, arrays, slices and maps.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type In struct{ N int }
type T struct {
	In
	P *In
	S []In
	M map[string]In
	A [2]In
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := T{In: In{1}, P: &In{2}, S: []In{{3}}, M: map[string]In{"k": {4}}, A: [2]In{{5}, {6}}}
	u := t
	u.N, u.P.N, u.S[0].N, u.A[0].N = 10, 20, 30, 50
	u.M["k"] = In{40}
	out = append(out, fmt.Sprintln(t.N, t.P.N, t.S[0].N, t.M["k"].N, t.A[0].N))
	in := t.In
	in.N = 7
	t.In = in
	in.N = 8
	out = append(out, fmt.Sprintln(t.N))
	for _, x := range t.A {
		x.N = 0
	}
	for i := range t.S {
		t.S[i].N *= 2
	}
	out = append(out, fmt.Sprintln(t.A, t.S))
	e := t.A
	e[1].N = 99
	out = append(out, fmt.Sprintln(t.A[1].N))
	t.A, u.A = u.A, t.A
	out = append(out, fmt.Sprintln(t.A, u.A))
	pp := &t.A[0]
	pp.N = 1
	out = append(out, fmt.Sprintln(t.A))
	t.S = append(t.S, in, *t.P)
	t.P.N = 0
	out = append(out, fmt.Sprintln(t.S))
	c := func(t T) T { t.N = 1; t.S[0].N = -1; return t }(t)
	out = append(out, fmt.Sprintln(c.N, t.N, t.S[0].N))
	return strings.Join(out, ""), nil
}

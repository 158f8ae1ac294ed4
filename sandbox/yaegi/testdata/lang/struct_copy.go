// Assigning, passing and returning a struct copies it.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type In struct{ N int }
type T struct {
	A  int
	In In
	Ar [3]int
	S  []int
}

func change(t T) T { t.A = 100; t.In.N = 100; t.Ar[0] = 100; t.S[0] = 100; return t }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a := T{A: 1, In: In{1}, Ar: [3]int{1, 2, 3}, S: []int{1}}
	b := a
	b.A, b.In.N, b.Ar[1] = 2, 2, 20
	c := change(a)
	out = append(out, fmt.Sprintln(a.A, a.In.N, a.Ar, a.S))
	out = append(out, fmt.Sprintln(b.A, b.In.N, b.Ar, b.S))
	out = append(out, fmt.Sprintln(c.A, c.In.N, c.Ar, c.S))
	in := a.In
	in.N = 55
	out = append(out, fmt.Sprintln(a.In.N, in.N))
	p := &a.In
	p.N = 9
	out = append(out, fmt.Sprintln(a.In.N))
	d := *p
	d.N = 10
	out = append(out, fmt.Sprintln(a.In.N, d.N))
	return strings.Join(out, ""), nil
}

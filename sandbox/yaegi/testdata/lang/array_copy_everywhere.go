// Copies of an array in every context.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a := [3]int{1, 2, 3}
	b := a
	f := func(x [3]int) [3]int { x[0] = 9; return x }
	out = append(out, fmt.Sprintln(f(a), a, b))
	var i any = a
	a[0] = 100
	out = append(out, fmt.Sprintln(i.([3]int)[0]))
	s := [][3]int{a, b}
	s[0][1] = 50
	out = append(out, fmt.Sprintln(a, s))
	m := map[string][3]int{"a": a}
	a[2] = 77
	out = append(out, fmt.Sprintln(m["a"]))
	p := &a
	q := *p
	q[0] = 0
	out = append(out, fmt.Sprintln(a[0], p[0]))
	for i, v := range a {
		a[2] = 1000
		if i == 2 {
			out = append(out, fmt.Sprintln(v))
		}
	}
	for i := range p {
		p[i] = i
	}
	out = append(out, fmt.Sprintln(a))
	c := struct{ v [3]int }{a}
	d := c
	d.v[0] = 5
	out = append(out, fmt.Sprintln(c.v, d.v))
	x, y := a, b
	x, y = y, x
	x[0] = 321
	out = append(out, fmt.Sprintln(x, y, b))
	e := [2][2]int{{1, 2}, {3, 4}}
	row := e[0]
	row[0] = 100
	e[1] = row
	row[1] = 200
	out = append(out, fmt.Sprintln(e))
	g := func() [3]int { return a }
	h := g()
	h[0] = 55
	out = append(out, fmt.Sprintln(a[0]))
	*p = [3]int{7, 8, 9}
	out = append(out, fmt.Sprintln(a))
	a = b
	b[0] = 1111
	out = append(out, fmt.Sprintln(a[0]))
	cl := func() { a[1] = 2222 }
	cl()
	out = append(out, fmt.Sprintln(a[1], p[1]))
	return strings.Join(out, ""), nil
}

// Composite literals among the operands of one assignment.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ A, B int }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	n, s, sl := 1, "s", []int{0}
	out = append(out, fmt.Sprintln(n, s, sl))
	a, b := 5, []string{"x"}
	out = append(out, fmt.Sprintln(a, b))
	c, d := T{1, 2}, 7
	out = append(out, fmt.Sprintln(c.A, d))
	e, f := map[string]int{"a": 1}, "z"
	out = append(out, fmt.Sprintln(e, f))
	var x, y = 5, []string{"x"}
	out = append(out, fmt.Sprintln(x, y))
	x, y = 6, []string{"y"}
	out = append(out, fmt.Sprintln(x, y))
	c, d = T{3, 4}, d+1
	out = append(out, fmt.Sprintln(c.B, d))
	g, h := func() int { return 1 }, 2
	out = append(out, fmt.Sprintln(g(), h))
	i, j := &T{1, 1}, [2]int{1, 2}
	i, j = &T{2, 2}, [2]int{3, 4}
	out = append(out, fmt.Sprintln(i.A, j))
	c, i = *i, &c
	out = append(out, fmt.Sprintln(c.A, i.A))
	var k, l any = T{8, 8}, 9
	out = append(out, fmt.Sprintln(k.(T).A, l))
	m, o := struct{ N int }{4}, []T{{5, 5}}
	out = append(out, fmt.Sprintln(m.N, o[0].A))
	var p, q int
	var r []int
	p, q, r = 3, 4, []int{5}
	out = append(out, fmt.Sprintln(p, q, r))
	return strings.Join(out, ""), nil
}

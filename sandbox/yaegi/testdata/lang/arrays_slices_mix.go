// Arrays and slices over them.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var a [5]int
	s := a[1:3]
	s = append(s, 7)
	out = append(out, fmt.Sprintln(a, len(s), cap(s)))
	s = append(s, 8, 9, 10)
	s[0] = 100
	out = append(out, fmt.Sprintln(a, s))
	b := a[:]
	copy(b[1:], b)
	out = append(out, fmt.Sprintln(a))
	c := [...]int{9: 1}
	out = append(out, fmt.Sprintln(len(c)))
	d := [2][]int{{1}, {2, 3}}
	e := d
	e[0][0] = 50
	e[1] = nil
	out = append(out, fmt.Sprintln(d, e))
	f := [3]string{"a"}
	g := &f
	g[1] = "b"
	for i, v := range f {
		f[2] = "z"
		out = append(out, fmt.Sprintln(i, v))
	}
	h := f[:2]
	h = append(h, "q")
	out = append(out, fmt.Sprintln(f, len(g), f == [3]string{"a", "b", "q"}))
	return strings.Join(out, ""), nil
}

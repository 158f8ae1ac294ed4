// Arrays are values: assigned, passed and ranged over by copy.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func set(a [3]int) [3]int { a[0] = 100; return a }
func setp(a *[3]int)      { a[0] = 100 }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a := [3]int{1, 2, 3}
	b := a
	b[1] = 20
	out = append(out, fmt.Sprintln(a, b, a == b, a == [3]int{1, 2, 3}))
	out = append(out, fmt.Sprintln(set(a), a))
	setp(&a)
	out = append(out, fmt.Sprintln(a, len(a), cap(a)))
	for i, v := range a {
		a[2] = 50
		if i == 2 {
			out = append(out, fmt.Sprintln("copy", v))
		}
	}
	for i, v := range &b {
		b[2] = 60
		if i == 2 {
			out = append(out, fmt.Sprintln("ptr", v))
		}
	}
	s := a[:]
	s[0] = -1
	out = append(out, fmt.Sprintln(a[0]))
	g := [2][2]int{{1, 2}, {3, 4}}
	h := g
	h[0][0] = 9
	row := g[1]
	row[0] = 8
	out = append(out, fmt.Sprintln(g, h, row))
	l := [...]string{2: "c", 0: "a"}
	out = append(out, fmt.Sprintln(len(l), l[1] == "", l))
	var p *[3]int = &a
	p[1]++
	out = append(out, fmt.Sprintln(a[1], len(p)))
	return strings.Join(out, ""), nil
}

// Named results start from zero at every call, also in loops.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func inc(a []int) (r []int) {
	for _, v := range a {
		r = append(r, v+1)
	}
	return
}
func count(s string) (m map[rune]int, n int) {
	for _, r := range s {
		if m == nil {
			m = map[rune]int{}
		}
		m[r]++
		n++
	}
	return
}
func join(parts ...string) (s string) {
	for _, p := range parts {
		s += p
	}
	return s
}
func two(a int) (x, y int) { x += a; y += x; return }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for i := range 3 {
		a := inc([]int{i})
		m, n := count("ab")
		x, y := two(i)
		out = append(out, fmt.Sprintln(a, len(m), n, join("a", "b"), x, y))
		for _, v := range inc([]int{i, i}) {
			out = append(out, fmt.Sprintln(v))
		}
		if s := join("x"); s == "x" {
			out = append(out, fmt.Sprintln("ok"))
		}
		switch s := join("z"); s {
		case "z":
			out = append(out, fmt.Sprintln("zok"))
		}
		z := [][]int{inc(nil), inc([]int{1})}
		out = append(out, fmt.Sprintln(z))
	}
	for i := 0; i < 2; i++ {
		var p, q = two(i)
		p, q = two(p)
		out = append(out, fmt.Sprintln(p, q))
		f := join
		s := f("q")
		out = append(out, fmt.Sprintln(s))
	}
	return strings.Join(out, ""), nil
}

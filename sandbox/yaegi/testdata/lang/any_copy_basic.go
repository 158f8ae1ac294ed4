// Basic values in any are copies.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	n := 1
	var i any = n
	n = 5
	out = append(out, fmt.Sprintln(i))
	s := "a"
	i = s
	s = "b"
	out = append(out, fmt.Sprintln(i))
	l := []any{n, s}
	n, s = 6, "c"
	out = append(out, fmt.Sprintln(l))
	m := map[string]any{"n": n}
	n++
	out = append(out, fmt.Sprintln(m))
	f := func(v ...any) []any { return v }
	k := f(n, s)
	n++
	s += "!"
	out = append(out, fmt.Sprintln(k))
	fl := 1.5
	bo := true
	i = fl
	fl = 2
	out = append(out, fmt.Sprintln(i))
	i = bo
	bo = false
	out = append(out, fmt.Sprintln(i))
	sl := []int{1}
	i = sl
	sl = append(sl, 2)
	sl[0] = 5
	out = append(out, fmt.Sprintln(i))
	for x := range 3 {
		l = append(l, x)
	}
	out = append(out, fmt.Sprintln(l))
	st := struct{ A, B any }{n, s}
	n = 100
	out = append(out, fmt.Sprintln(st))
	return strings.Join(out, ""), nil
}

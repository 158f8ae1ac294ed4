// Appending to slices of any, of funcs, of slices; spread of strings.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var a []any
	a = append(a, 1, "x", nil, []int{1}, struct{}{})
	out = append(out, fmt.Sprintln(len(a), a[0], a[1], a[2] == nil))
	a = append(a, a...)
	out = append(out, fmt.Sprintln(len(a)))
	var fs []func() int
	fs = append(fs, func() int { return 1 }, func() int { return 2 })
	out = append(out, fmt.Sprintln(fs[1]()))
	var ss [][]string
	ss = append(ss, []string{"a"}, nil)
	ss[1] = append(ss[1], "b")
	out = append(out, fmt.Sprintln(ss))
	var b []byte
	b = append(b, 'a', 98)
	b = append(b, "cd"...)
	out = append(out, fmt.Sprintln(string(b)))
	grid := [][]rune{[]rune("ab"), []rune("cd")}
	grid[0][1] = 'X'
	out = append(out, fmt.Sprintln(string(grid[0])))
	t := append([]int{}, 1, 2)
	u := append(t[:1:1], 9)
	out = append(out, fmt.Sprintln(t, u))
	return strings.Join(out, ""), nil
}

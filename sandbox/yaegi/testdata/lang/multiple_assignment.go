// Operands are evaluated before anything is assigned.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a, b := 1, 2
	a, b = b, a
	out = append(out, fmt.Sprintln(a, b))
	a, b = b, a+b
	out = append(out, fmt.Sprintln(a, b))
	s := []int{10, 20, 30}
	i := 0
	i, s[i] = 2, 99
	out = append(out, fmt.Sprintln(i, s))
	s[i], i = 7, 0
	out = append(out, fmt.Sprintln(i, s))
	s[0], s[1], s[2] = s[2], s[0], s[1]
	out = append(out, fmt.Sprintln(s))
	m := map[string]int{"x": 1, "y": 2}
	m["x"], m["y"] = m["y"], m["x"]
	out = append(out, fmt.Sprintln(m))
	type N struct {
		V    int
		Next *N
	}
	n := &N{1, &N{2, &N{3, nil}}}
	var prev *N
	for n != nil {
		n, n.Next, prev = n.Next, prev, n
	}
	for p := prev; p != nil; p = p.Next {
		out = append(out, fmt.Sprintln(p.V))
	}
	x := []int{1, 2, 3}
	x, x[0] = []int{4, 5, 6}, 100
	out = append(out, fmt.Sprintln(x))
	k := 0
	get := func() int { k++; return k }
	arr := [3]int{}
	arr[get()-1], arr[get()-1] = get(), get()
	out = append(out, fmt.Sprintln(arr, k))
	return strings.Join(out, ""), nil
}

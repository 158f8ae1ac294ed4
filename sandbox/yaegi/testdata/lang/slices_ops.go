// append, copy, delete, insert, reverse, filter in place.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a := []int{1, 2, 3, 4, 5}
	a = append(a[:1], a[2:]...)
	out = append(out, fmt.Sprintln(a))
	a = append(a[:2], append([]int{10, 11}, a[2:]...)...)
	out = append(out, fmt.Sprintln(a))
	for i, j := 0, len(a)-1; i < j; i, j = i+1, j-1 {
		a[i], a[j] = a[j], a[i]
	}
	out = append(out, fmt.Sprintln(a))
	n := 0
	for _, v := range a {
		if v%2 == 1 {
			a[n] = v
			n++
		}
	}
	out = append(out, fmt.Sprintln(a[:n]))
	b := make([]int, 3)
	k := copy(b, []int{7, 8})
	out = append(out, fmt.Sprintln(b, k))
	k = copy(b[1:], b)
	out = append(out, fmt.Sprintln(b, k))
	bs := make([]byte, 4)
	copy(bs, "hello")
	out = append(out, fmt.Sprintln(string(bs)))
	bs = append(bs, " world"...)
	out = append(out, fmt.Sprintln(string(bs), len(bs)))
	var nilS []int
	out = append(out, fmt.Sprintln(nilS == nil, len(nilS), append(nilS, nilS...) == nil, append(nilS, 1)))
	e := []int{}
	out = append(out, fmt.Sprintln(e == nil, len(e)))
	s2 := make([][]int, 2)
	for i := range s2 {
		s2[i] = make([]int, 2)
		s2[i][i] = 1
	}
	out = append(out, fmt.Sprintln(s2))
	stack := []string{}
	stack = append(stack, "a", "b", "c")
	top := stack[len(stack)-1]
	stack = stack[:len(stack)-1]
	out = append(out, fmt.Sprintln(top, stack))
	q := []int{1, 2, 3}
	head, q := q[0], q[1:]
	out = append(out, fmt.Sprintln(head, q))
	return strings.Join(out, ""), nil
}

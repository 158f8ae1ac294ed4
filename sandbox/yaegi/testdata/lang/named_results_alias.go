// A named result does not show in the caller's variable before the return.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

var total = 1

func add() (r int) {
	r = 10
	r += total
	return r
}

type S struct{ N int }

func (s *S) next() (n int) {
	n = 100
	n += s.N
	return
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	total = add()
	out = append(out, fmt.Sprintln(total))
	total = add()
	out = append(out, fmt.Sprintln(total))
	s := S{1}
	s.N = s.next()
	s.N = s.next()
	out = append(out, fmt.Sprintln(s.N))
	x := 5
	f := func() (r int) {
		r = 1
		r += x
		return
	}
	x = f()
	x = f()
	out = append(out, fmt.Sprintln(x))
	arr := []int{1, 2}
	g := func() (r []int) {
		r = append(r, arr...)
		r = append(r, arr...)
		return
	}
	arr = g()
	arr = g()
	out = append(out, fmt.Sprintln(len(arr)))
	return strings.Join(out, ""), nil
}

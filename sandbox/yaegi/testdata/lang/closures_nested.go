// Closures inside closures share what they capture.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	x := 1
	f := func() func() func() int {
		y := 10
		return func() func() int {
			x++
			y++
			z := 100
			return func() int { x++; y++; z++; return x + y + z }
		}
	}
	g := f()
	h := g()
	h2 := g()
	out = append(out, fmt.Sprintln(h(), h(), h2(), x))
	x = 1000
	out = append(out, fmt.Sprintln(h()))
	var fact func(int) int
	fact = func(n int) int {
		if n < 2 {
			return 1
		}
		return n * fact(n-1)
	}
	out = append(out, fmt.Sprintln(fact(10)))
	var even, odd func(int) bool
	even = func(n int) bool { return n == 0 || odd(n-1) }
	odd = func(n int) bool { return n != 0 && even(n-1) }
	out = append(out, fmt.Sprintln(even(10), odd(7), even(7)))
	return strings.Join(out, ""), nil
}

// Closures keep their own state.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func counter() (func() int, func()) {
	n := 0
	return func() int { n++; return n }, func() { n = 0 }
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a, reset := counter()
	b, _ := counter()
	a()
	a()
	out = append(out, fmt.Sprintln(a(), b()))
	reset()
	out = append(out, fmt.Sprintln(a(), b()))
	adders := make([]func(int) int, 3)
	for i := range adders {
		adders[i] = func(x int) int { return x + i }
	}
	out = append(out, fmt.Sprintln(adders[0](10), adders[1](10), adders[2](10)))
	acc := func() func(int) int {
		sum := 0
		return func(d int) int { sum += d; return sum }
	}()
	acc(5)
	out = append(out, fmt.Sprintln(acc(10)))
	return strings.Join(out, ""), nil
}

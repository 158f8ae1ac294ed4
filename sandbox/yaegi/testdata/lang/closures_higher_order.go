// Functions that return, take and store functions.
package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	f := func(xs ...string) (n int) {
		for _, x := range xs {
			n += len(x)
		}
		return
	}
	out = append(out, fmt.Sprintln(f(), f("a"), f([]string{"bb", "c"}...)))
	var g func(int) func() int
	g = func(n int) func() int {
		if n == 0 {
			return func() int { return 0 }
		}
		h := g(n - 1)
		return func() int { return n + h() }
	}
	out = append(out, fmt.Sprintln(g(4)()))
	a := []func(int) int{func(x int) int { return x + 1 }, math.MaxInt8: nil}
	out = append(out, fmt.Sprintln(a[0](1), len(a), a[5] == nil))
	out = append(out, fmt.Sprintln(func(fs ...func() string) string {
		s := ""
		for _, f := range fs {
			s += f()
		}
		return s
	}(func() string { return "x" }, func() string { return "y" })))
	return strings.Join(out, ""), nil
}

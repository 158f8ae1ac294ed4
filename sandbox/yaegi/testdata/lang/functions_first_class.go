// Functions as values: composed, curried, in maps, returned, compared with nil.
package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Middleware func(Handler) Handler
type Handler func(string) string

func chain(h Handler, ms ...Middleware) Handler {
	for i := len(ms) - 1; i >= 0; i-- {
		h = ms[i](h)
	}
	return h
}
func tag(t string) Middleware {
	return func(next Handler) Handler {
		return func(s string) string { return "<" + t + ">" + next(s) + "</" + t + ">" }
	}
}
func compose(fs ...func(int) int) func(int) int {
	return func(x int) int {
		for _, f := range fs {
			x = f(x)
		}
		return x
	}
}
func curry(a int) func(int) func(int) int {
	return func(b int) func(int) int { return func(c int) int { return a*100 + b*10 + c } }
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	h := chain(func(s string) string { return strings.ToUpper(s) }, tag("a"), tag("b"))
	out = append(out, fmt.Sprintln(h("x")))
	out = append(out, fmt.Sprintln(compose(func(x int) int { return x + 1 }, func(x int) int { return x * x })(4)))
	out = append(out, fmt.Sprintln(curry(1)(2)(3)))
	ops := map[string]func(float64, float64) float64{
		"+": func(a, b float64) float64 { return a + b },
		"/": func(a, b float64) float64 { return a / b },
		"^": math.Pow,
	}
	out = append(out, fmt.Sprintln(ops["+"](1, 2), ops["/"](1, 4), ops["^"](2, 3)))
	if f, ok := ops["%"]; !ok {
		out = append(out, fmt.Sprintln(f == nil))
	}
	var f func()
	out = append(out, fmt.Sprintln(f == nil))
	f = func() {}
	out = append(out, fmt.Sprintln(f != nil))
	memo := map[int]int{}
	var fib func(int) int
	fib = func(n int) int {
		if n < 2 {
			return n
		}
		if v, ok := memo[n]; ok {
			return v
		}
		memo[n] = fib(n-1) + fib(n-2)
		return memo[n]
	}
	out = append(out, fmt.Sprintln(fib(80)))
	out = append(out, fmt.Sprintln(func(a, b int) int { return a - b }(5, 3)))
	return strings.Join(out, ""), nil
}

// Calls happen left to right.
package main

import (
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var log []string
	f := func(s string, v int) int { log = append(log, s); return v }
	_ = f("a", 1) + f("b", 2)*f("c", 3)
	_ = []int{f("d", 1), f("e", 2)}
	_ = map[int]int{f("k", 1): f("v", 2)}
	g := func(a, b int) int { return a + b }
	_ = g(f("g", 1), f("h", 2))
	if f("x", 1) == 1 || f("never", 2) == 2 {
		log = append(log, "or")
	}
	if f("y", 0) == 1 && f("never", 2) == 2 {
		log = append(log, "and")
	}
	return strings.Join(log, " "), nil
}

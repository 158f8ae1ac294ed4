// Slices of any passed to variadics with and without dots.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln([]int{1, 2}[0]))
	f := func(xs []any) int { return len(xs) }
	g := func(xs ...any) int { return len(xs) }
	out = append(out, fmt.Sprintln(f([]any{1, 2}), g([]any{1, 2}), g([]any{1, 2}...), g([]int{1, 2}), g([]any{}, 1)))
	var x any = []any{1, 2}
	out = append(out, fmt.Sprintln(g(x), g(x.([]any)), g(x.([]any)...)))
	s := []any{1, 2, 3}
	out = append(out, fmt.Sprintln(g(s), g(s...), g(s[:2]), g(s[:2]...), g(append(s, 4)), g(append(s, 4)...)))
	return strings.Join(out, ""), nil
}

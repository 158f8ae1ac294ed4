// Generic functions of packages as values.
package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func apply(l []int, f func([]int) int) int { return f(l) }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(apply([]int{1, 5, 3}, slices.Max), apply([]int{1, 5, 3}, slices.Min[[]int])))
	sort := slices.Sort[[]int]
	l := []int{2, 1}
	sort(l)
	index := slices.Index[[]string]
	out = append(out, fmt.Sprintln(l, index([]string{"a", "b"}, "b")))
	fs := map[string]func([]int) int{"min": slices.Min[[]int], "max": slices.Max[[]int]}
	out = append(out, fmt.Sprintln(fs["min"]([]int{4, 2}), fs["max"]([]int{4, 2})))
	return strings.Join(out, ""), nil
}

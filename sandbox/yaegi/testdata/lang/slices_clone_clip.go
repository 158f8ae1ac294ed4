// slices.Clone, Clip, Grow, Concat, Repeat and Reverse.
package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a := []int{1, 2, 3}
	b := slices.Clone(a)
	b[0] = 9
	out = append(out, fmt.Sprintln(a, b, slices.Clone([]int(nil)) == nil, slices.Clone([]int{}) == nil))
	c := slices.Clip(make([]int, 2, 9))
	d := slices.Grow([]int{1}, 20)
	out = append(out, fmt.Sprintln(len(c), cap(c), len(d), cap(d) >= 21))
	out = append(out, fmt.Sprintln(slices.Concat([]int{1}, nil, []int{2, 3}), slices.Concat[[]string]() == nil, slices.Repeat([]string{"x", "y"}, 3)))
	slices.Reverse(a)
	e := []string{"one"}
	slices.Reverse(e)
	out = append(out, fmt.Sprintln(a, e))
	return strings.Join(out, ""), nil
}

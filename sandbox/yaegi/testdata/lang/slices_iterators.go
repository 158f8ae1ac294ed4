// slices.All, Values, Backward, Collect, Sorted, AppendSeq and Chunk, without range.
package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := []string{"c", "a", "b"}
	slices.All(s)(func(i int, v string) bool { p2 := fmt.Sprint(i, v); out = append(out, p2, " "); return i < 1 })
	slices.Backward(s)(func(i int, v string) bool { out = append(out, fmt.Sprint(i, v), " "); return true })
	out = append(out, fmt.Sprintln(slices.Sorted(slices.Values(s)), slices.Collect(slices.Values(s)), s))
	out = append(out, fmt.Sprintln(slices.AppendSeq([]string{"0"}, slices.Values(s))))
	out = append(out, fmt.Sprintln(slices.Collect(slices.Chunk([]int{1, 2, 3, 4, 5}, 2))))
	out = append(out, fmt.Sprintln(slices.SortedFunc(slices.Values(s), func(a, b string) int { return strings.Compare(b, a) })))
	out = append(out, fmt.Sprintln(slices.SortedStableFunc(slices.Values([]int{12, 21, 11}), func(a, b int) int { return a%10 - b%10 })))
	out = append(out, fmt.Sprintln(slices.Collect(slices.Values([]int{})) == nil))
	return strings.Join(out, ""), nil
}

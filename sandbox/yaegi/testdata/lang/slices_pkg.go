// The package slices.
package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := []int{3, 1, 2}
	slices.Sort(s)
	i, ok := slices.BinarySearch(s, 2)
	out = append(out, fmt.Sprintln(s, slices.Contains(s, 2), slices.Index(s, 3), slices.Max(s), slices.Min(s), i, ok))
	slices.Reverse(s)
	out = append(out, fmt.Sprintln(s, slices.Equal(s, []int{3, 2, 1})))
	c := slices.Clone(s)
	c[0] = 99
	out = append(out, fmt.Sprintln(s[0], slices.Insert([]int{1, 4}, 1, 2, 3), slices.Delete([]int{1, 2, 3, 4}, 1, 3), slices.Compact([]int{1, 1, 2, 2, 1})))
	out = append(out, fmt.Sprintln(slices.IndexFunc([]string{"a", "bb"}, func(x string) bool { return len(x) > 1 })))
	return strings.Join(out, ""), nil
}

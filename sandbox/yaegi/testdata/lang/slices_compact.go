// slices.Compact, CompactFunc, Equal, EqualFunc, Compare and CompareFunc.
package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(slices.Compact([]int{1, 1, 2, 3, 3, 3, 1}), slices.Compact([]string{}), slices.CompactFunc([]string{"a", "A", "b"}, strings.EqualFold)))
	out = append(out, fmt.Sprintln(slices.Equal([]int{1, 2}, []int{1, 2}), slices.Equal([]int{1}, nil), slices.Equal([]string(nil), []string{})))
	out = append(out, fmt.Sprintln(slices.EqualFunc([]int{1, 2}, []string{"1", "2"}, func(a int, b string) bool { return strconv.Itoa(a) == b })))
	out = append(out, fmt.Sprintln(slices.Compare([]int{1, 2}, []int{1, 3}), slices.Compare([]int{1, 2}, []int{1}), slices.Compare([]string{"a"}, []string{"a"})))
	out = append(out, fmt.Sprintln(slices.CompareFunc([]int{1, 2}, []string{"1", "3"}, func(a int, b string) int { return strings.Compare(strconv.Itoa(a), b) })))
	return strings.Join(out, ""), nil
}

// slices.Index, Contains, BinarySearch and their kin.
package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type point struct{ X, Y int }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	n := []int{1, 3, 5, 7}
	out = append(out, fmt.Sprintln(slices.Index(n, 5), slices.Index(n, 4), slices.Contains(n, 7), slices.IndexFunc(n, func(v int) bool { return v > 3 }), slices.ContainsFunc(n, func(v int) bool { return v < 0 })))
	i, ok := slices.BinarySearch(n, 4)
	j, found := slices.BinarySearch(n, 7)
	out = append(out, fmt.Sprintln(i, ok, j, found))
	ps := []point{{1, 2}, {3, 4}}
	out = append(out, fmt.Sprintln(slices.Contains(ps, point{3, 4}), slices.Index(ps, point{4, 3})))
	a, b := &point{1, 1}, &point{1, 1}
	out = append(out, fmt.Sprintln(slices.Contains([]*point{a}, a), slices.Contains([]*point{a}, b)))
	out = append(out, fmt.Sprintln(slices.Contains([]string(nil), ""), slices.Contains([]bool{true}, false), slices.Index([][2]int{{1, 2}}, [2]int{1, 2})))
	k, ok2 := slices.BinarySearchFunc(ps, 3, func(p point, x int) int { return p.X - x })
	out = append(out, fmt.Sprintln(k, ok2))
	return strings.Join(out, ""), nil
}

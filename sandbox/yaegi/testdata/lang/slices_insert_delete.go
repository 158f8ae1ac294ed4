// slices.Insert, Delete, Replace and their effect on the slice underneath.
package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := []int{1, 2, 3, 4, 5}
	t := slices.Insert(s, 1, 10, 11)
	out = append(out, fmt.Sprintln(s, t))
	u := slices.Delete(t, 0, 2)
	out = append(out, fmt.Sprintln(t, u, len(u)))
	v := slices.Replace([]string{"a", "b", "c", "d"}, 1, 3, "x")
	w := slices.Replace([]string{"a", "b"}, 0, 1, "x", "y", "z")
	out = append(out, fmt.Sprintln(v, w, slices.Insert([]int(nil), 0, 1), slices.Insert([]int{1}, 1), slices.Delete([]int{1}, 0, 0)))
	big := make([]int, 3, 10)
	out = append(out, fmt.Sprintln(slices.Insert(big, 0, 7, 8), big, slices.Insert(big, 3, big[:2]...)))
	x := slices.DeleteFunc([]int{1, 2, 3, 4, 5, 6}, func(n int) bool { return n%2 == 0 })
	out = append(out, fmt.Sprintln(x, x[:cap(x)]))
	out = append(out, fmt.Sprintln(slices.Replace([]int{1, 2, 3}, 1, 1, 9), slices.Replace([]int{1, 2, 3}, 2, 3, 8, 9, 10)))
	return strings.Join(out, ""), nil
}

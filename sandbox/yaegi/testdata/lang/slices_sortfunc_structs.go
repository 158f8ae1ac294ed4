// slices.SortFunc with cmp.Compare, cmp.Or and strings.Compare.
package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type user struct {
	Name string
	Age  int
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	users := []user{{"bob", 30}, {"al", 25}, {"cy", 30}, {"al", 20}}
	slices.SortFunc(users, func(a, b user) int {
		return cmp.Or(cmp.Compare(b.Age, a.Age), strings.Compare(a.Name, b.Name))
	})
	out = append(out, fmt.Sprintln(users))
	slices.SortFunc(users, func(a, b user) int { return a.Age - b.Age })
	out = append(out, fmt.Sprintln(users, slices.IsSortedFunc(users, func(a, b user) int { return cmp.Compare(a.Age, b.Age) })))
	names := []string{"c", "a", "b"}
	slices.SortFunc(names, strings.Compare)
	out = append(out, fmt.Sprintln(names))
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(b, a) })
	out = append(out, fmt.Sprintln(names))
	nums := []int{2, 3, 1}
	slices.SortFunc(nums, cmp.Compare[int])
	out = append(out, fmt.Sprintln(nums))
	slices.SortFunc(nums, cmp.Compare)
	out = append(out, fmt.Sprintln(nums))
	return strings.Join(out, ""), nil
}

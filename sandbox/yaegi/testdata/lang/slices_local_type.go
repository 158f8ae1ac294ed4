// Generic functions on types that a function declares.
package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func last[T any](l []T) (v T) {
	if len(l) > 0 {
		v = l[len(l)-1]
	}
	return v
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	type item struct {
		Name  string
		Price float64
	}
	type box struct {
		Items []item
		Next  *box
	}
	items := []item{{"b", 2}, {"a", 1.5}}
	slices.SortFunc(items, func(x, y item) int { return strings.Compare(x.Name, y.Name) })
	i, ok := slices.BinarySearchFunc(items, "b", func(x item, n string) int { return strings.Compare(x.Name, n) })
	out = append(out, fmt.Sprintln(items, i, ok, last(items).Name))
	b := box{Items: items, Next: &box{}}
	out = append(out, fmt.Sprintln(len(last([]box{b}).Items), last([]*box{b.Next}) == b.Next))
	{
		type item struct{ N int }
		l := []item{{2}, {1}}
		slices.SortFunc(l, func(x, y item) int { return x.N - y.N })
		out = append(out, fmt.Sprintln(l, slices.Contains(l, item{2}), slices.Index(l, item{5})))
	}
	return strings.Join(out, ""), nil
}

// maps of structs through maps and slices.
package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Item struct {
	Name string
	Qty  int
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	stock := map[string]Item{"a": {"apple", 3}, "b": {"bread", 1}, "c": {"corn", 0}}
	names := slices.Collect(func(yield func(string) bool) {
		for _, k := range slices.Sorted(maps.Keys(stock)) {
			if !yield(stock[k].Name) {
				return
			}
		}
	})
	out = append(out, fmt.Sprintln(names))
	items := slices.SortedFunc(maps.Values(stock), func(a, b Item) int { return cmp.Compare(a.Qty, b.Qty) })
	out = append(out, fmt.Sprintln(items))
	low := maps.Collect(maps.All(stock))
	maps.DeleteFunc(low, func(_ string, i Item) bool { return i.Qty > 1 })
	out = append(out, fmt.Sprintln(len(low), low))
	return strings.Join(out, ""), nil
}

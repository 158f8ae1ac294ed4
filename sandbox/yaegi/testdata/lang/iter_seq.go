// iter.Seq with slices.Collect and maps.Keys.
package main

import (
	"iter"
	"maps"
	"slices"

	"github.com/picloud/picloud/sdk"
)

func evens(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; i < n; i += 2 {
			if !yield(i) {
				return
			}
		}
	}
}
func Handle(ctx *sdk.Context) (any, error) {
	keys := slices.Sorted(maps.Keys(map[string]int{"b": 1, "a": 2}))
	return map[string]any{"evens": slices.Collect(evens(7)), "keys": keys}, nil
}

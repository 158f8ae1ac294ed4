// slices.SortStableFunc keeps the order of equal elements, and SortFunc orders them as Go does.
package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type row struct {
	K, N int
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var rows []row
	for i := range 40 {
		rows = append(rows, row{(i * 7) % 5, i})
	}
	unstable := slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.K, b.K) })
	slices.SortFunc(unstable, func(a, b row) int { return cmp.Compare(a.K, b.K) })
	out = append(out, fmt.Sprintln(rows))
	out = append(out, fmt.Sprintln(unstable))
	return strings.Join(out, ""), nil
}

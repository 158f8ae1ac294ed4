// Methods of elements through slices functions, and local helper types.
package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Money float64

func (m Money) String() string { return fmt.Sprintf("$%.2f", float64(m)) }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	type line struct {
		Item string
		Cost Money
	}
	lines := []line{{"pen", 1.5}, {"ink", 12.25}, {"pad", 3}}
	best := slices.MinFunc(lines, func(a, b line) int { return cmp.Compare(a.Cost, b.Cost) })
	var total Money
	for _, l := range lines {
		total += l.Cost
	}
	out = append(out, fmt.Sprintln(best, total, slices.Max([]Money{1, 2.5}), lines))
	byItem := map[string]line{}
	for _, l := range lines {
		byItem[l.Item] = l
	}
	out = append(out, fmt.Sprintln(byItem))
	out = append(out, fmt.Sprintf("%+v %v\n", byItem["ink"], []any{best.Cost, total}))
	return strings.Join(out, ""), nil
}

// slices.Min, Max and their Func forms.
package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type emp struct {
	Name string
	Pay  int
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(slices.Min([]int{3, 1, 2}), slices.Max([]float64{1.5, 2.5}), slices.Min([]string{"b", "a"}), slices.Max([]time.Duration{1, 5, 3})))
	es := []emp{{"a", 3}, {"b", 9}, {"c", 9}, {"d", 1}, {"e", 1}}
	byPay := func(x, y emp) int { return cmp.Compare(x.Pay, y.Pay) }
	out = append(out, fmt.Sprintln(slices.MaxFunc(es, byPay), slices.MinFunc(es, byPay)))
	out = append(out, fmt.Sprintln(slices.Max([]float64{1, math.NaN(), 3}), slices.Min([]float64{1, math.NaN()})))
	out = append(out, fmt.Sprintln(slices.Min([]uint8{200, 100}), slices.Max([]int8{-1, -128})))
	return strings.Join(out, ""), nil
}

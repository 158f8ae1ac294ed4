// Arithmetic and conversions in generic code.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Num interface {
	~int | ~uint8 | ~float64
}

func Avg[T Num](xs []T) float64 {
	var s T
	for _, x := range xs {
		s += x
	}
	return float64(s) / float64(len(xs))
}
func Conv[T, U Num](x T) U       { return U(x) }
func Clamp[T Num](x, lo, hi T) T { return max(lo, min(x, hi)) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(Avg([]int{1, 2, 4}), Avg([]uint8{200, 100}), Avg([]float64{1, 2})))
	out = append(out, fmt.Sprintln(Conv[float64, int](3.9), Conv[int, uint8](300), Conv[uint8, float64](7)))
	out = append(out, fmt.Sprintln(Clamp(5, 1, 3), Clamp(0.5, 1, 3)))
	return strings.Join(out, ""), nil
}

// Floating-point arithmetic, rounding and float32 precision.
package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a, b := 0.1, 0.2
	out = append(out, fmt.Sprintln(a+b == 0.3, 0.1+0.2 == 0.3, math.Round(2.5), math.RoundToEven(2.5), math.Floor(-1.5), math.Trunc(-1.5), math.Ceil(1.2)))
	var f float32 = 16777216
	out = append(out, fmt.Sprintln(f+1 == f, f+2))
	var sum float32
	for i := 0; i < 10; i++ {
		sum += 0.1
	}
	out = append(out, fmt.Sprintln(sum, sum == 1))
	sum64 := 0.0
	for range 10 {
		sum64 += 0.1
	}
	out = append(out, fmt.Sprintln(sum64))
	out = append(out, fmt.Sprintln(math.Sqrt(2), math.Pow(2, 10), math.Mod(7, -3), math.Hypot(3, 4), math.Log10(1000), math.Cbrt(27)))
	x := 7
	out = append(out, fmt.Sprintln(x/2, float64(x)/2, float64(x/2), math.MaxInt8))
	return strings.Join(out, ""), nil
}

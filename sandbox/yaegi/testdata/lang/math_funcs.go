// math and math/bits.
package main

import (
	"fmt"
	"math"
	"math/bits"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(math.Abs(-2.5), math.Max(1, 2), math.Min(1, math.NaN()), math.Sin(0), math.Exp(1), math.Log(math.E), math.Inf(-1), math.Signbit(-1)))
	out = append(out, fmt.Sprintln(math.MaxInt64, math.MaxInt, math.MinInt32, uint64(math.MaxUint64), math.Pi))
	i, f := math.Modf(3.25)
	out = append(out, fmt.Sprintln(i, f, math.Remainder(5, 3), math.IsInf(1/math.Inf(1), 0), math.Float32bits(1)))
	out = append(out, fmt.Sprintln(bits.OnesCount(255), bits.LeadingZeros64(1), bits.TrailingZeros(8), bits.Len(8), bits.Reverse8(1), bits.RotateLeft32(1, 31)))
	hi, lo := bits.Mul64(1<<63, 4)
	out = append(out, fmt.Sprintln(hi, lo))
	sum, carry := bits.Add64(math.MaxUint64, 1, 0)
	out = append(out, fmt.Sprintln(sum, carry))
	return strings.Join(out, ""), nil
}

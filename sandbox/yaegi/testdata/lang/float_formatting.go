// How floating-point numbers print.
package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(1.0, 1.5, 1e6, 1e20, 1e21, 1e-4, 1e-5, 123456789.0, 0.1+0.2))
	zero := 0.0
	out = append(out, fmt.Sprintln(1/zero, -1/zero, zero/zero, -zero, math.Copysign(0, -1)))
	out = append(out, fmt.Sprintln(float32(0.1), float32(16777216), float32(1)/3, 1.0/3))
	out = append(out, fmt.Sprintf("%f %.2f %8.3f|%-8.1f|%+.1f %e %g %G %v %6.2f%%", 3.14159, 2.5, 3.14159, 2.25, 1.0, 12345.678, 1e-7, 1e100, 100000000.0, 99.5)+"\n")
	out = append(out, fmt.Sprintf("%.0f %.0f %.0f %.1f", 0.5, 1.5, 2.5, 0.25)+"\n")
	out = append(out, fmt.Sprintln(math.MaxFloat64, math.SmallestNonzeroFloat64, math.Pi))
	out = append(out, fmt.Sprintln(strconv.FormatFloat(1.0/3, 'f', -1, 32), strconv.FormatFloat(1e21, 'f', -1, 64), strconv.FormatFloat(2.50, 'g', -1, 64)))
	nan := math.NaN()
	out = append(out, fmt.Sprintln(nan == nan, nan != nan, nan < 1, math.IsNaN(nan), math.Inf(1) > math.MaxFloat64))
	return strings.Join(out, ""), nil
}

// Complex arithmetic.
package main

import (
	"fmt"
	"math/cmplx"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	c := 3 + 4i
	d := complex(1, -2)
	out = append(out, fmt.Sprintln(c*d, c/d, real(c), imag(d), c == 3+4i, cmplx.Abs(c), -c))
	var e complex64 = 1 + 2i
	e *= e
	out = append(out, fmt.Sprintln(e, real(e)))
	return strings.Join(out, ""), nil
}

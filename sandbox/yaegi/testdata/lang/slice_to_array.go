// Conversions between slices and arrays.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := []int{1, 2, 3, 4}
	a := [2]int(s)
	a[0] = 100
	p := (*[3]int)(s)
	p[1] = 20
	out = append(out, fmt.Sprintln(a, s, len(p)))
	return strings.Join(out, ""), nil
}

// Loops that grow and shrink a slice.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	x := []int{1, 2, 3}
	for i := range x {
		x = append(x, i)
		if len(x) > 10 {
			break
		}
	}
	out = append(out, fmt.Sprintln(x))
	for len(x) > 4 {
		x = x[1:]
	}
	out = append(out, fmt.Sprintln(x))
	for i, j := 0, len(x)-1; i < j; i, j = i+1, j-1 {
		x[i], x[j] = x[j], x[i]
	}
	out = append(out, fmt.Sprintln(x))
	return strings.Join(out, ""), nil
}

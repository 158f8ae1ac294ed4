// Constant expressions in parentheses inside of conditions.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func f(n int) int { return n }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	x := 5
	if (8+4) > x || x == 2 {
		out = append(out, fmt.Sprintln("a"))
	}
	if !((60 * 60) < x) && f(x) == (2+3) {
		out = append(out, fmt.Sprintln("b"))
	}
	switch {
	case (2*3) > x && x != (1+1), (1) == x:
		out = append(out, fmt.Sprintln("c"))
	}
	for i := (1 + 1); i < (2*2) && x > (0); i++ {
		out = append(out, fmt.Sprintln(i))
	}
	y := (3+2)*x > (20+4) || false
	out = append(out, fmt.Sprintln(y, (7), f((2))))
	return strings.Join(out, ""), nil
}

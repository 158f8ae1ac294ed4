// min, max and clear.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(min(3, 1, 2), max(1.5, 2), min("b", "a"), max(3)))
	x, y := 4, 9
	out = append(out, fmt.Sprintln(min(x, y), max(x, y, 100), min(float64(x), 2.5)))
	m := map[string]int{"a": 1}
	clear(m)
	s := []int{1, 2}
	clear(s)
	out = append(out, fmt.Sprintln(len(m), s))
	return strings.Join(out, ""), nil
}

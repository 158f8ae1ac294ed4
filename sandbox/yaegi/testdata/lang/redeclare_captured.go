// := that re-uses a variable which a closure has captured.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	x := 1
	f := func() int { return x }
	x, y := 5, 6
	out = append(out, fmt.Sprintln(f(), y, x))
	return strings.Join(out, ""), nil
}

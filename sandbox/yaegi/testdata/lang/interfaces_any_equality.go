// Comparing any values of built-in types.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var a, b any = 1, 1
	var c any = int64(1)
	var s any = "x"
	out = append(out, fmt.Sprintln(a == b, a == c, s == "x", a == 1, a != nil, s == any("y"), any(nil) == nil))
	var n any
	out = append(out, fmt.Sprintln(n == nil))
	for _, v := range []any{1, "1", 1.0, true, nil} {
		if v == "1" {
			out = append(out, fmt.Sprintln("found"))
		}
	}
	return strings.Join(out, ""), nil
}

// An assertion to int does not hold for a named int.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type N int

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var v any = N(3)
	_, ok := v.(int)
	n, ok2 := v.(N)
	out = append(out, fmt.Sprintln(ok, n == 3, ok2))
	v = 3
	_, ok = v.(N)
	out = append(out, fmt.Sprintln(ok))
	return strings.Join(out, ""), nil
}

// := that re-uses a variable which a pointer points to.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ N int }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := T{1}
	p := &t
	t, u := T{5}, 2
	out = append(out, fmt.Sprintln(p.N, t.N, u))
	return strings.Join(out, ""), nil
}

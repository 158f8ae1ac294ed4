// A closure sees a pointer variable that is assigned again.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	p := &struct{ N int }{5}
	f := func() int { return p.N }
	p.N = 6
	out = append(out, fmt.Sprintln(f()))
	p = &struct{ N int }{7}
	out = append(out, fmt.Sprintln(f()))
	return strings.Join(out, ""), nil
}

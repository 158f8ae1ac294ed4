// A closure sees what an any variable is assigned.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var a any
	f := func() any { return a }
	a = 5
	out = append(out, fmt.Sprintln(f()))
	a = "x"
	out = append(out, fmt.Sprintln(f()))
	a = []int{1}
	out = append(out, fmt.Sprintln(f()))
	a = nil
	out = append(out, fmt.Sprintln(f() == nil))
	a, ok := any(3).(int)
	_ = a
	out = append(out, fmt.Sprintln(ok))
	return strings.Join(out, ""), nil
}

// A closure captures the variable that is in scope, not its shadow.
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
	if x := 2; x > 1 {
		g := func() int { x++; return x }
		out = append(out, fmt.Sprintln(f(), g(), g(), x))
	}
	{
		x := "inner"
		out = append(out, fmt.Sprintln(x, f()))
	}
	for x := range 2 {
		out = append(out, fmt.Sprintln(x, f()))
	}
	x, y := 5, 6
	out = append(out, fmt.Sprintln(f(), y))
	func() {
		x := x + 1
		x++
		out = append(out, fmt.Sprintln(x))
	}()
	out = append(out, fmt.Sprintln(x))
	switch x := any(x).(type) {
	case int:
		x++
		out = append(out, fmt.Sprintln(x))
	}
	out = append(out, fmt.Sprintln(x))
	return strings.Join(out, ""), nil
}

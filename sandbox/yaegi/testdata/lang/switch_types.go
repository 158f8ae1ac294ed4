// Switches on strings, floats, structs, arrays, constants of named types.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Op string

const (
	Add Op = "add"
	Sub Op = "sub"
)

type P struct{ X, Y int }

func eval(op Op, a, b int) int {
	switch op {
	case Add:
		return a + b
	case Sub:
		return a - b
	}
	panic("unknown op " + string(op))
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(eval(Add, 1, 2), eval("sub", 5, 3)))
	switch (P{1, 2}) {
	case P{1, 3}:
		out = append(out, fmt.Sprintln("no"))
	case P{1, 2}:
		out = append(out, fmt.Sprintln("point"))
	}
	switch f := 1.5; f {
	case 1.5:
		out = append(out, fmt.Sprintln("1.5"))
	}
	switch [2]int{1, 2} {
	case [2]int{1, 2}:
		out = append(out, fmt.Sprintln("array"))
	}
	switch err := error(nil); err {
	case nil:
		out = append(out, fmt.Sprintln("nil"))
	}
	return strings.Join(out, ""), nil
}

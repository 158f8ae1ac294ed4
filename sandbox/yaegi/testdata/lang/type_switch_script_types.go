// A type switch over types of the script.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type A struct{ N int }
type B struct{ S string }
type E int

func name(v any) string {
	switch x := v.(type) {
	case A:
		return fmt.Sprint("A ", x.N)
	case *A:
		return fmt.Sprint("*A ", x.N)
	case B:
		return "B " + x.S
	case E:
		return fmt.Sprint("E ", int(x))
	case []A:
		return fmt.Sprint("As ", len(x))
	case int:
		return "int"
	}
	return "?"
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for _, v := range []any{A{1}, &A{2}, B{"x"}, E(3), []A{{}}, 5, &B{}} {
		out = append(out, fmt.Sprintln(name(v)))
	}
	return strings.Join(out, ""), nil
}

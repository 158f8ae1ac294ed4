// Variables, fields, elements and entries of type any take values of any type.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var a any = 1
	a = "x"
	a = []int{1}
	out = append(out, fmt.Sprintln(a))
	a = map[string]int{"x": 1}
	out = append(out, fmt.Sprintln(a))
	a = struct{ N int }{1}
	a = 2.5
	out = append(out, fmt.Sprintln(a))
	var e error = errors.New("x")
	e = fmt.Errorf("y")
	out = append(out, fmt.Sprintln(e))
	e = nil
	out = append(out, fmt.Sprintln(e == nil))
	s := struct{ v any }{1}
	s.v = "q"
	s.v = []string{"z"}
	out = append(out, fmt.Sprintln(s.v))
	l := []any{1}
	l[0] = "x"
	l[0] = map[string]any{}
	out = append(out, fmt.Sprintln(l))
	m := map[string]any{"a": 1}
	m["a"] = []any{1}
	m["a"] = "s"
	out = append(out, fmt.Sprintln(m))
	return strings.Join(out, ""), nil
}

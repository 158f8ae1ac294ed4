// Aliases are the same type; defined types are not.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type A = map[string]any
type Str = string
type MyInt int
type Fn = func(int) int

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var a A = map[string]any{"x": 1}
	m := map[string]any(a)
	var s Str = "s"
	var f Fn = func(i int) int { return i * 2 }
	out = append(out, fmt.Sprintln(m["x"], s+"t", f(3), int(MyInt(3))+1))
	var v any = a
	_, ok := v.(map[string]any)
	out = append(out, fmt.Sprintln(ok))
	return strings.Join(out, ""), nil
}

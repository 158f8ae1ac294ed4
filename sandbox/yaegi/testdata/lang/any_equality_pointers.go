// any values compared: pointers, strings, arrays, structs.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type A struct{ N int }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	p := &A{1}
	var a, b any = p, p
	out = append(out, fmt.Sprintln(a == b, a == any(p), a.(*A) == p))
	var x, y any = "s", "s"
	out = append(out, fmt.Sprintln(x == y, x == "s", any(1) == any(1.0), any([2]int{1, 2}) == any([2]int{1, 2})))
	s := struct{ a any }{1}
	out = append(out, fmt.Sprintln(s == struct{ a any }{1}, s.a == 1, s.a == nil))
	return strings.Join(out, ""), nil
}

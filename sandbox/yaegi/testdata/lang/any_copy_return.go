// Structs returned as any are copies.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ A int }

func mk(t T) any     { return t }
func mk2() (any, *T) { t := T{1}; p := &t; var a any = t; p.A = 7; return a, p }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := T{1}
	i := mk(t)
	t.A = 53
	out = append(out, fmt.Sprintln(i.(T).A))
	a, p := mk2()
	out = append(out, fmt.Sprintln(a.(T).A, p.A))
	return strings.Join(out, ""), nil
}

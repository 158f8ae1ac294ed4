// Aliases declared in a function.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	type Seg struct{ From, To int }
	type Al = Seg
	type Fn = func(int) int
	type M = map[string]Seg
	s := Al{1, 2}
	var f Fn = func(i int) int { return i }
	m := M{"a": s}
	out = append(out, fmt.Sprintln(s.From, f(2), m["a"].To))
	return strings.Join(out, ""), nil
}

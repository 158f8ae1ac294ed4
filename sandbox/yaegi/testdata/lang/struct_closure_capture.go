// A closure sees the variable, not a copy of the struct.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ N int }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := T{1}
	inc := func() { t.N++ }
	get := func() int { return t.N }
	inc()
	inc()
	u := t
	u.N = 50
	out = append(out, fmt.Sprintln(t.N, get(), u.N))
	t = T{100}
	inc()
	out = append(out, fmt.Sprintln(get()))
	func(t T) { t.N = 0 }(t)
	out = append(out, fmt.Sprintln(get()))
	return strings.Join(out, ""), nil
}

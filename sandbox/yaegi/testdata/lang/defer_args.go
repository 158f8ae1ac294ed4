// The arguments of a deferred call are evaluated at the defer.
package main

import (
	"fmt"

	"github.com/picloud/picloud/sdk"
)

func f() (out []string) {
	add := func(s string, n int) { out = append(out, fmt.Sprint(s, n)) }
	x := 1
	defer add("a", x)
	x = 2
	defer add("b", x)
	x = 3
	defer func(n int) { out = append(out, fmt.Sprint("c", n, x)) }(x)
	x = 4
	for i := 0; i < 3; i++ {
		defer add("i", i)
	}
	out = append(out, "body")
	return
}
func Handle(ctx *sdk.Context) (any, error) {
	return f(), nil
}

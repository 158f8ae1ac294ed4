// A slice of a literal, spread into a variadic.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func f(xs ...int) (int, int) { return len(xs), cap(xs) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	n, _ := f([]int{1, 2, 3}[:2]...)
	out = append(out, fmt.Sprintln(n))
	a, b := f()
	out = append(out, fmt.Sprintln(a, b))
	return strings.Join(out, ""), nil
}

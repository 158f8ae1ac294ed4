// Return expressions of functions with deferred changes.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func f() (r int, err error) {
	defer func() { r++ }()
	return 10 / 5, nil
}
func g(n int) (r int) {
	defer func() { r++ }()
	return 10 / n
}
func h(n int) (r float64, s string) {
	defer func() { s += "!" }()
	return float64(n) / 2, "a" + "b"
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(f()))
	out = append(out, fmt.Sprintln(g(2)))
	out = append(out, fmt.Sprintln(h(3)))
	return strings.Join(out, ""), nil
}

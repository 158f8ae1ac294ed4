// Parameters and named results captured by closures.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func run(n int) (res int, get func() int) {
	n *= 2
	res = n
	get = func() int { res++; n++; return res*100 + n }
	return res + 1, get
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	r, get := run(5)
	out = append(out, fmt.Sprintln(r, get(), get()))
	return strings.Join(out, ""), nil
}

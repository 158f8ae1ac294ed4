// any values of named and plain ints compare by type.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type N int

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var a any = N(1)
	var b any = 1
	out = append(out, fmt.Sprintln(a == b, a == any(N(1)), a != nil))
	m := map[any]string{N(1): "n", 1: "i"}
	out = append(out, fmt.Sprintln(len(m), m[N(1)]))
	return strings.Join(out, ""), nil
}

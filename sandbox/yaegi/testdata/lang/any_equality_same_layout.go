// any values of types with the same fields differ.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type A struct{ N int }
type B struct{ N int }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var a, b any = A{1}, B{1}
	out = append(out, fmt.Sprintln(a == b, a == any(A{1}), any(&A{1}) == any(&A{1})))
	return strings.Join(out, ""), nil
}

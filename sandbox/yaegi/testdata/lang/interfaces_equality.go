// Comparing interface values of script types.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type I interface{ M() }
type A struct{ n int }

func (A) M() {}

type B struct{ n int }

func (*B) M() {}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var x, y I = A{1}, A{1}
	out = append(out, fmt.Sprintln(x == y, x == I(A{2}), x != nil))
	b := &B{1}
	var p, q I = b, b
	out = append(out, fmt.Sprintln(p == q, p == I(&B{1}), x == p))
	var e1, e2 any = A{1}, B{1}
	out = append(out, fmt.Sprintln(e1 == e2, e1 == any(A{1}), e1 == any(1)))
	return strings.Join(out, ""), nil
}

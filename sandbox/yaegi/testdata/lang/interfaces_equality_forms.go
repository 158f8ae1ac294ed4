// Script interfaces compared with values, nil and each other.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Sh interface{ A() }
type S struct{ n int }

func (S) A() {}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var a, b Sh = S{1}, S{1}
	out = append(out, fmt.Sprintln(a == b, a != nil, a == Sh(S{2})))
	p := &S{1}
	var c, d Sh = p, p
	out = append(out, fmt.Sprintln(c == d))
	if a == nil {
		out = append(out, fmt.Sprintln("nil"))
	}
	var z Sh
	out = append(out, fmt.Sprintln(z == nil, z == a))
	for _, s := range []Sh{a, nil, p} {
		out = append(out, fmt.Sprintln(s == nil))
	}
	return strings.Join(out, ""), nil
}

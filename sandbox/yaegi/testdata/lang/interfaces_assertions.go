// Assertions to concrete types and to other interfaces.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Namer interface{ Name() string }
type Ager interface{ Age() int }
type Both interface {
	Namer
	Ager
}
type P struct{ n string }

func (p P) Name() string { return p.n }

type Q struct {
	P
	a int
}

func (q Q) Age() int { return q.a }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var n Namer = Q{P{"bob"}, 5}
	if a, ok := n.(Ager); ok {
		out = append(out, fmt.Sprintln(a.Age()))
	}
	_, ok := n.(Both)
	out = append(out, fmt.Sprintln(ok))
	n = P{"al"}
	_, ok = n.(Ager)
	out = append(out, fmt.Sprintln(ok))
	_, ok = n.(Q)
	out = append(out, fmt.Sprintln(ok))
	out = append(out, fmt.Sprintln(n.(P).n))
	var v any = P{"z"}
	if x, ok := v.(Namer); ok {
		out = append(out, fmt.Sprintln(x.Name()))
	}
	_, ok = v.(interface{ Foo() })
	out = append(out, fmt.Sprintln(ok))
	_, ok = v.(fmt.Stringer)
	out = append(out, fmt.Sprintln(ok))
	return strings.Join(out, ""), nil
}

// Fields of what calls return as elements of composite literals.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type P struct {
	A int
	B string
}

func (p *P) Inc(n int) *P { p.A += n; return p }
func mk(n int) P          { return P{n, "m"} }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(P{mk(1).A, (*(&P{A: 1}).Inc(2)).B}, []int{mk(2).A, (*(&P{A: 1}).Inc(2)).A, 5}, [2]string{mk(1).B}, map[string]int{mk(1).B: mk(3).A}))
	for i := range 2 {
		out = append(out, fmt.Sprintln(P{i, mk(i).B}, []P{mk(i), {mk(i).A, ""}}))
	}
	return strings.Join(out, ""), nil
}

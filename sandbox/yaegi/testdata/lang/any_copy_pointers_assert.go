// The same pointers read back by assertions.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type P struct{ N int }

func (p *P) Get() int { return p.N }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	x := &P{4}
	var i any = x
	st := struct{ v any }{x}
	f := func(v any) any { return v }
	k := f(x)
	x = &P{5}
	j := any(x)
	x = nil
	out = append(out, fmt.Sprintln(i.(*P).N, st.v.(*P).N, k.(*P).N, j.(*P).N, x == nil))
	return strings.Join(out, ""), nil
}

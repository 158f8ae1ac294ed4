// Methods promoted over several levels.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type A struct{ B }
type B struct{ C }
type C struct{ N int }

func (c C) Get() int   { return c.N }
func (c *C) Set(n int) { c.N = n }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var a A
	a.Set(5)
	out = append(out, fmt.Sprintln(a.Get(), a.N, a.B.C.N))
	g := a.Get
	s := a.Set
	a.N = 7
	out = append(out, fmt.Sprintln(g()))
	s(9)
	out = append(out, fmt.Sprintln(a.N))
	b := a
	b.Set(1)
	out = append(out, fmt.Sprintln(a.N, b.N))
	p := &a
	p.Set(3)
	out = append(out, fmt.Sprintln(a.N, p.B.Get()))
	x := []A{a, b}
	x[0].Set(100)
	out = append(out, fmt.Sprintln(x[0].Get(), a.Get()))
	return strings.Join(out, ""), nil
}

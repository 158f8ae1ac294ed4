// Script types as interface results among several.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type I interface{ M() int }
type S struct{ N int }

func (s S) M() int { return s.N }

type P struct{ N int }

func (p *P) M() int    { return p.N }
func a() (string, I)   { s := S{3}; return "a", s }
func b() (I, I, error) { return S{1}, &P{2}, nil }
func c(n int) (I, error) {
	p := &P{n}
	if n > 1 {
		return p, errors.New("big")
	}
	return p, nil
}
func d() (x I, err error) { x = S{9}; return }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	n, x := a()
	out = append(out, fmt.Sprintln(n, x.M()))
	y, z, err := b()
	out = append(out, fmt.Sprintln(y.M(), z.M(), err))
	for i := range 3 {
		v, err := c(i)
		out = append(out, fmt.Sprintln(v.M(), err))
	}
	w, _ := d()
	out = append(out, fmt.Sprintln(w.M()))
	return strings.Join(out, ""), nil
}

// Value and pointer receivers, called on values, pointers, fields and elements.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type C struct{ n int }

func (c C) Get() int   { return c.n }
func (c *C) Inc()      { c.n++ }
func (c C) NoInc() int { c.n++; return c.n }

type H struct {
	c  C
	pc *C
	cs []C
	m  map[string]*C
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var c C
	c.Inc()
	c.Inc()
	out = append(out, fmt.Sprintln(c.Get(), c.NoInc(), c.Get()))
	p := &c
	p.Inc()
	out = append(out, fmt.Sprintln(p.Get(), c.n, (*p).Get(), (&c).Get()))
	h := H{pc: &C{10}, cs: make([]C, 2), m: map[string]*C{"a": {5}}}
	h.c.Inc()
	h.pc.Inc()
	h.cs[1].Inc()
	h.m["a"].Inc()
	out = append(out, fmt.Sprintln(h.c.n, h.pc.n, h.cs[1].n, h.m["a"].n))
	for i := range h.cs {
		h.cs[i].Inc()
	}
	for _, x := range h.cs {
		x.Inc()
	}
	out = append(out, fmt.Sprintln(h.cs[0].n, h.cs[1].n))
	g := h
	g.c.Inc()
	g.pc.Inc()
	out = append(out, fmt.Sprintln(h.c.n, g.c.n, h.pc.n))
	return strings.Join(out, ""), nil
}

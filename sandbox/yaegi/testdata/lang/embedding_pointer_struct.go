// Embedded pointers are shared between copies.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Counter struct{ n int }

func (c *Counter) Inc()    { c.n++ }
func (c Counter) Get() int { return c.n }

type A struct {
	*Counter
	Name string
}
type B struct {
	Counter
	Name string
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a := A{&Counter{}, "a"}
	a2 := a
	a.Inc()
	a2.Inc()
	out = append(out, fmt.Sprintln(a.Get(), a2.Get(), a.n))
	b := B{Name: "b"}
	b2 := b
	b.Inc()
	b.Inc()
	b2.Inc()
	out = append(out, fmt.Sprintln(b.Get(), b2.Get()))
	var i interface{ Inc() } = &b
	i.Inc()
	out = append(out, fmt.Sprintln(b.n))
	i = a
	i.Inc()
	out = append(out, fmt.Sprintln(a2.n))
	f := b.Inc
	f()
	out = append(out, fmt.Sprintln(b.Get()))
	return strings.Join(out, ""), nil
}

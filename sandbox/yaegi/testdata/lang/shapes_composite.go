// A composite of shapes behind an interface.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Shape interface {
	Area() float64
	Scale(k float64) Shape
}
type Sq struct{ s float64 }

func (q Sq) Area() float64         { return q.s * q.s }
func (q Sq) Scale(k float64) Shape { return Sq{q.s * k} }

type Group struct{ items []Shape }

func (g *Group) Area() (t float64) {
	for _, i := range g.items {
		t += i.Area()
	}
	return
}
func (g *Group) Scale(k float64) Shape {
	out := &Group{}
	for _, i := range g.items {
		out.items = append(out.items, i.Scale(k))
	}
	return out
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var s Shape = &Group{[]Shape{Sq{1}, &Group{[]Shape{Sq{2}, Sq{3}}}}}
	out = append(out, fmt.Sprintln(s.Area(), s.Scale(2).Area(), Sq{2}.Scale(3).Area()))
	shapes := map[string]Shape{"a": s, "b": Sq{5}}
	total := 0.0
	for _, v := range shapes {
		total += v.Area()
	}
	out = append(out, fmt.Sprintln(total))
	f := func(s Shape) float64 { return s.Area() }
	out = append(out, fmt.Sprintln(f(Sq{1}), f(shapes["a"])))
	var fs []func() float64
	for _, x := range []Shape{Sq{1}, Sq{2}} {
		fs = append(fs, x.Area)
	}
	out = append(out, fmt.Sprintln(fs[0](), fs[1]()))
	ret := func(b bool) Shape {
		if b {
			return Sq{1}
		}
		return nil
	}
	out = append(out, fmt.Sprintln(ret(true) != nil, ret(false) == nil))
	return strings.Join(out, ""), nil
}

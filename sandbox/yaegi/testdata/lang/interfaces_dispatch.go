// Dynamic dispatch through interfaces and slices of them.
package main

import (
	"fmt"
	"sort"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Shape interface {
	Area() float64
	Name() string
}
type Sq struct{ S float64 }
type Ci struct{ R float64 }

func (s Sq) Area() float64  { return s.S * s.S }
func (s Sq) Name() string   { return "sq" }
func (c *Ci) Area() float64 { return 3 * c.R * c.R }
func (c *Ci) Name() string  { return "ci" }
func total(ss ...Shape) (t float64) {
	for _, s := range ss {
		t += s.Area()
	}
	return
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	shapes := []Shape{Sq{2}, &Ci{1}, Sq{1}}
	for _, s := range shapes {
		out = append(out, fmt.Sprintln(s.Name(), s.Area()))
	}
	out = append(out, fmt.Sprintln(total(shapes...), total()))
	sort.Slice(shapes, func(i, j int) bool { return shapes[i].Area() < shapes[j].Area() })
	out = append(out, fmt.Sprintln(shapes[0].Area(), shapes[2].Name()))
	byName := map[string]Shape{}
	for _, s := range shapes {
		byName[s.Name()] = s
	}
	out = append(out, fmt.Sprintln(len(byName), byName["ci"].Area()))
	var none Shape
	out = append(out, fmt.Sprintln(none == nil))
	if s, ok := shapes[0].(Sq); ok {
		out = append(out, fmt.Sprintln("is sq", s.S))
	}
	_, ok := shapes[0].(*Ci)
	out = append(out, fmt.Sprintln(ok))
	return strings.Join(out, ""), nil
}

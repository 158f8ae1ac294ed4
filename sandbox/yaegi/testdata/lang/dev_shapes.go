// Interfaces, embedding and type switches.
package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Shape interface {
	Area() float64
	Perimeter() float64
}

type Named struct{ Label string }

func (n Named) Title() string { return strings.ToUpper(n.Label) }

type Rect struct {
	Named
	W, H float64
}

func (r Rect) Area() float64      { return r.W * r.H }
func (r Rect) Perimeter() float64 { return 2 * (r.W + r.H) }

type Circle struct {
	Named
	R float64
}

func (c *Circle) Area() float64      { return math.Pi * c.R * c.R }
func (c *Circle) Perimeter() float64 { return 2 * math.Pi * c.R }

func describe(s Shape) string {
	switch v := s.(type) {
	case Rect:
		return fmt.Sprintf("%s %gx%g", v.Title(), v.W, v.H)
	case *Circle:
		return fmt.Sprintf("%s r=%g", v.Title(), v.R)
	}
	return "?"
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	shapes := []Shape{Rect{Named{"box"}, 2, 3}, &Circle{Named{"dot"}, 1}}
	sort.Slice(shapes, func(i, j int) bool { return shapes[i].Area() < shapes[j].Area() })
	for _, s := range shapes {
		out = append(out, fmt.Sprintf("%s area=%.2f per=%.2f\n", describe(s), s.Area(), s.Perimeter()))
	}
	largest := slices.MaxFunc(shapes, func(a, b Shape) int { return cmp.Compare(a.Perimeter(), b.Perimeter()) })
	out = append(out, fmt.Sprintln(describe(largest)))
	return strings.Join(out, ""), nil
}

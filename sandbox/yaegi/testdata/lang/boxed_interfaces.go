// Values of interfaces of the script in any, errors and containers.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Shape interface{ Area() float64 }
type Sq struct{ S float64 }
type Ci struct{ R float64 }

func (s Sq) Area() float64  { return s.S * s.S }
func (s Sq) String() string { return fmt.Sprintf("sq %g", s.S) }
func (c *Ci) Area() float64 { return 3 * c.R * c.R }

type Drawing struct {
	Name   string  `json:"name"`
	Shapes []Shape `json:"shapes"`
	Main   Shape
}
type Coded interface {
	error
	Code() int
}
type Bad struct{ N int }

func (b *Bad) Error() string { return "bad" }
func (b *Bad) Code() int     { return b.N }

func check(n int) Coded {
	if n == 0 {
		return nil
	}
	return &Bad{n}
}

func wrap(n int) error {
	if c := check(n); c != nil {
		return c
	}
	return nil
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	d := Drawing{"d", []Shape{Sq{2}, &Ci{1}, nil}, Sq{3}}
	var v any = d.Main
	sq, ok := v.(Sq)
	out = append(out, fmt.Sprintln(sq, ok, d.Shapes[0], d.Main))
	b, err := json.Marshal(d)
	out = append(out, fmt.Sprintln(string(b), err))
	sh, ok := v.(Shape)
	out = append(out, fmt.Sprintln(ok, sh.Area()))
	out = append(out, fmt.Sprintln(wrap(0) == nil, wrap(3)))
	var c Coded
	out = append(out, fmt.Sprintln(errors.As(fmt.Errorf("x: %w", wrap(5)), &c), c.Code()))
	list := []any{d.Shapes[0], d.Shapes[1].Area()}
	out = append(out, fmt.Sprintln(list...))
	return strings.Join(out, ""), nil
}

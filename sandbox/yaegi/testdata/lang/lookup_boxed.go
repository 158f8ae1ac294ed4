package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Color int

func (c Color) String() string { return [...]string{"red", "green", "blue"}[c] }

type Fault struct{ Code int }

func (f *Fault) Error() string { return fmt.Sprint("fault ", f.Code) }

type Point struct{ X, Y int }

func two() (Color, Point) { return 1, Point{1, 2} }

func fault(n int) (int, *Fault) { return n, &Fault{n} }

var gv, gok any = map[string]Color{"x": 2}["x"]

func named() (c any, p any) {
	c, p = two()
	return
}

// Handle sets variables of interface types to several values at once.
func Handle(ctx *sdk.Context) (any, error) {
	var b strings.Builder
	p := func(list ...any) { fmt.Fprintln(&b, list...) }
	colors := map[string]Color{"x": 2}
	var v any
	var ok bool
	v, ok = colors["x"]
	_, is := v.(Color)
	p(v, ok, is)
	v, ok = colors["none"]
	c, is := v.(Color)
	p(v, ok, c, is)
	var a1, a2 any = two()
	_, is1 := a1.(Color)
	_, is2 := a2.(Point)
	p(a1, is1, a2, is2)
	fmt.Fprintf(&b, "%T %T %T %v\n", gv, gok, a2, gok)
	for _, v = range []Color{0, 1, 2} {
		_, is := v.(Color)
		p(v, is)
	}
	var k any
	for k, v = range []Point{{1, 2}, {3, 4}} {
		_, is := v.(Point)
		_, isInt := k.(int)
		p(k, v, is, isInt)
	}
	for k = range 2 {
		p(k)
	}
	for k, v = range "aé" {
		fmt.Fprintf(&b, "%T %v %T %v\n", k, k, v, v)
	}
	for k, v = range map[Color]Point{1: {5, 6}} {
		fmt.Fprintf(&b, "%T %v %T %v\n", k, k, v, v)
	}
	for k, v = range &[2]Color{2, 1} {
		fmt.Fprintf(&b, "%T %v %T %v\n", k, k, v, v)
	}
	for v = range func(yield func(Color) bool) { _ = yield(1) && yield(2) } {
		fmt.Fprintf(&b, "%T %v\n", v, v)
	}
	if v, ok = colors["x"]; ok {
		fmt.Fprintf(&b, "%T %v\n", v, v)
	}
	switch v, k = two(); {
	default:
		fmt.Fprintf(&b, "%T %T\n", v, k)
	}
	switch v, k = two(); x := v.(type) {
	case Color:
		p("color", x, k)
	default:
		p("other", x)
	}
	next := map[Color]Color{0: 1, 1: 2}
	for v, ok = next[0]; ok; v, ok = next[v.(Color)] {
		fmt.Fprintf(&b, "%T %v\n", v, v)
	}
	var err error
	n := 0
	if n, err = fault(3); err != nil {
		var f *Fault
		p(n, err, errors.As(err, &f), f.Code)
	}
	faults := map[int]*Fault{4: {4}}
	err, ok = faults[4]
	var f *Fault
	p(err, ok, errors.As(err, &f))
	for i, err := 0, error(nil); i < 3; i, err = fault(i + 1) {
		p(i, err)
	}
	var anyOK any
	_, anyOK = colors["x"]
	p(anyOK)
	v, anyOK = any(Point{1, 2}).(Point)
	fmt.Fprintf(&b, "%T %T\n", v, anyOK)
	v, anyOK = any(Point{1, 2}).(string)
	fmt.Fprintf(&b, "%T %T %q\n", v, anyOK, v)
	var st fmt.Stringer
	st, ok = colors["x"]
	p(st.String(), ok)
	p(named())
	box := struct{ V, K any }{}
	box.V, box.K = two()
	box.V, box.K = colors["x"]
	fmt.Fprintf(&b, "%T %T\n", box.V, box.K)
	list := []any{nil, nil}
	list[0], ok = colors["y"]
	list[1], ok = any(Color(2)).(Color)
	fmt.Fprintf(&b, "%T %v %T %v\n", list[0], list[0], list[1], ok)
	return b.String(), nil
}

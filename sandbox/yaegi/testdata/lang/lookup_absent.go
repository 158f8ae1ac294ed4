package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Color int

func (c Color) String() string { return [...]string{"red", "green", "blue"}[c] }

type Node struct {
	Name string
	Next string
}

type B bool

type Shape interface{ Area() float64 }

type Square struct{ Side float64 }

func (s *Square) Area() float64 { return s.Side * s.Side }

type Circle struct{ R float64 }

func (c Circle) Area() float64 { return 3 * c.R * c.R }

var (
	prices          = map[string]int{"a": 3, "b": 7}
	first, ok       = prices["missing"]
	anyV, anyOK any = prices["b"]
	inner, isIn     = any("text").(int)
)

type holder struct {
	n    int
	ok   bool
	list []string
	m    map[string]string
}

func calls(log *[]string, name string) string {
	*log = append(*log, name)
	return name
}

func named(m map[string]int, k string) (n int, found bool) {
	n, found = 9, true
	n, found = m[k]
	return
}

func param(m map[string]int, n int, found bool) (int, bool) {
	n, found = m["none"]
	return n, found
}

func Handle(ctx *sdk.Context) (any, error) {
	var b strings.Builder
	p := func(list ...any) { fmt.Fprintln(&b, list...) }

	// Counting words.
	counts, order := map[string]int{}, []string{}
	for _, w := range []string{"a", "a", "b"} {
		n, seen := counts[w]
		if !seen {
			order = append(order, w)
		}
		counts[w] = n + 1
	}
	p(order, counts)

	// Walking JSON.
	var items []any
	if err := json.Unmarshal([]byte(`[{"name":"x","tags":["t"]},{"id":2},"text",{"name":3}]`), &items); err != nil {
		return nil, err
	}
	for _, it := range items {
		m, isMap := it.(map[string]any)
		name, _ := m["name"].(string)
		tags, hasTags := m["tags"].([]any)
		p(len(m), isMap, name, tags, hasTags)
	}

	// What exists.
	price, found := 5, true
	price, found = prices["missing"]
	p(price, found)
	price, found = prices["a"]
	p(price, found)
	for range 2 {
		price, _ = prices["nothing"]
		p(price)
		price = 4
	}
	_, found = prices["a"]
	p(found)
	var text string
	text, found = any(7).(string)
	p(text == "", found)
	text, found = any("seven").(string)
	p(text, found)

	// In if, switch and for.
	for _, k := range []string{"a", "zz", "b", "yy"} {
		if v, ok := prices[k]; ok {
			p("has", k, v)
		} else if w, ok := prices[k+k]; ok || w == 0 {
			p("none", k, v, w, ok)
		}
		if price, found = prices[k]; !found {
			p("not found", price)
		}
		if price, found := prices[k]; found {
			p("shadow", price)
		}
		switch v, ok := prices[k]; {
		case ok && v > 3:
			p("large", v)
		case ok:
			p("small", v)
		default:
			p("absent", v)
		}
		switch v, ok := any(k).(int); ok {
		case true:
			p(v)
		default:
			p(v == 0)
		}
		switch v, ok := prices[k]; x := any(v).(type) {
		case int:
			p("int", x, ok)
		}
	}
	nodes := map[string]Node{"1": {"one", "2"}, "2": {"two", "3"}, "3": {"three", "4"}}
	for n, ok := nodes["1"]; ok; n, ok = nodes[n.Next] {
		p(n.Name)
	}
	var n Node
	more := true
	for n, more = nodes["2"]; more; n, more = nodes[n.Next] {
		if n.Name == "two" {
			continue
		}
		p(n.Name)
	}
	p(n, more)
outer:
	for n, ok := nodes["1"]; ok; n, ok = nodes[n.Next] {
		for range 2 {
			if n.Name == "two" {
				break outer
			}
			continue outer
		}
	}

	// Shadowed on the right.
	v, has := "1", true
	if v, has := nodes[v]; has {
		p(v.Next)
	}
	for range 2 {
		v, has := nodes[v+"0"]
		p(v, has)
	}
	p(v, has)

	// Declared.
	for i := range 2 {
		var v, ok = prices[[]string{"a", "nope"}[i]]
		p(v, ok)
		var w, wok int = prices["a"], i
		p(w, wok)
		var x, xok any = prices[[]string{"a", "nope"}[i]]
		p(x, xok)
		var _, yok = prices["a"]
		var z, _ = prices["b"]
		p(yok, z)
	}

	// Places that are not variables.
	h := &holder{n: 1, ok: true, list: []string{"x", "y"}, m: map[string]string{"k": "v"}}
	h.n, h.ok = prices["missing"]
	p(*h)
	h.list[0], h.ok = h.m["k"]
	h.list[1], _ = h.m["none"]
	p(*h)
	h.m["k"], h.m2()["z"] = h.m["none"]
	p(h.m)
	log := []string{}
	h.m[calls(&log, "left")], _ = h.m[calls(&log, "right")]
	p(log, h.m)
	ptr := &price
	*ptr, found = prices["b"]
	p(price, found)
	arr := [2]int{8, 8}
	arr[0], found = prices["b"]
	arr[1], found = prices["c"]
	p(arr, found)

	// Types of their own.
	var bb B = true
	_, bb = prices["zz"]
	p(bb)
	flags := map[string]B{"t": true}
	f, bb := flags["t"]
	p(f, bb)
	f, bb = flags["u"]
	p(f, bb)
	shapes := map[string]Shape{"s": &Square{2}, "c": Circle{1}}
	for _, k := range []string{"s", "c", "none"} {
		sh, ok := shapes[k]
		p(k, ok, sh == nil)
		if ok {
			p(sh.Area())
		}
		if c, ok := sh.(Circle); ok {
			p("circle", c.R)
		} else {
			p("no circle", c.R)
		}
		sq, ok := sh.(*Square)
		p(sq == nil, ok)
	}
	funcs := map[string]func(int) int{"double": func(n int) int { return 2 * n }}
	for _, k := range []string{"double", "none", "double"} {
		f, ok := funcs[k]
		if !ok {
			p(f == nil)
			continue
		}
		p(f(4))
	}
	anon := map[string]struct {
		a int
		b []string
	}{"x": {1, []string{"b"}}}
	for _, k := range []string{"x", "y"} {
		v, ok := anon[k]
		p(v.a, v.b, ok)
	}
	nested := map[string]map[string][]int{"a": {"b": {1}}}
	for _, k := range []string{"a", "c"} {
		in, ok := nested[k]
		list, ok2 := in["b"]
		p(len(in), ok, list, ok2)
		if list, ok := nested[k]["b"]; ok {
			p(list)
		}
	}

	// In parentheses.
	for _, k := range []string{"a", "c"} {
		v, ok := (prices[k])
		w, _ := (any(v)).(string)
		p(v, ok, w)
	}
	p(first, ok, anyV, anyOK, inner, isIn)
	p(named(prices, "a"))
	p(named(prices, "none"))
	p(param(prices, 3, true))
	// Nil maps, and what panics.
	var none map[string]int
	v5, ok5 := none["x"]
	p(v5, ok5)
	func() {
		defer func() { p(recover()) }()
		for i := range 3 {
			v, ok := any([]any{1, "x", nil}[i]).(int)
			p(v, ok)
		}
		x := any("x").(int)
		p(x)
	}()
	var v6 any = 1
	for range 2 {
		v6, ok := v6.(string)
		p(v6, ok)
	}
	return b.String(), nil
}

func (h *holder) m2() map[string]bool { return map[string]bool{} }

// Assigning a literal stores into the variable that closures and pointers see.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct {
	N int
	L []int
}

var global = T{N: 1}

func read() int { return global.N }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := T{N: 1}
	get := func() int { return t.N }
	p := &t
	t = T{N: 100}
	out = append(out, fmt.Sprintln(get(), p.N, t.N))
	s := []int{1}
	gs := func() []int { return s }
	ps := &s
	s = []int{100}
	out = append(out, fmt.Sprintln(gs(), *ps))
	m := map[string]int{"a": 1}
	gm := func() int { return m["a"] }
	m = map[string]int{"a": 2}
	out = append(out, fmt.Sprintln(gm()))
	a := [2]int{1, 2}
	pa := &a
	a = [2]int{3, 4}
	out = append(out, fmt.Sprintln(*pa))
	q := &T{N: 1}
	gq := func() int { return q.N }
	q = &T{N: 5}
	out = append(out, fmt.Sprintln(gq()))
	f := func() int { return 1 }
	gf := func() int { return f() }
	f = func() int { return 2 }
	out = append(out, fmt.Sprintln(gf()))
	global = T{N: 7}
	out = append(out, fmt.Sprintln(read()))
	set := func() { t = T{N: 55}; s = []int{1, 2, 3} }
	set()
	out = append(out, fmt.Sprintln(t.N, len(s), p.N, len(*ps)))
	var any1 any = 1
	ga := func() any { return any1 }
	any1 = T{N: 3}
	out = append(out, fmt.Sprintln(ga().(T).N))
	for i := range 2 {
		t = T{N: i}
		out = append(out, fmt.Sprintln(get()))
	}
	str := struct{ A string }{"x"}
	pstr := &str
	str = struct{ A string }{"y"}
	out = append(out, fmt.Sprintln(pstr.A))
	return strings.Join(out, ""), nil
}

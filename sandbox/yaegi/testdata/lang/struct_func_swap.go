// Structs through functions, swaps and fields.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ N int }

func mod(t T) T { t.N *= 2; return t }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := T{1}
	t = mod(t)
	t = mod(mod(t))
	out = append(out, fmt.Sprintln(t.N))
	u := t
	u = mod(u)
	out = append(out, fmt.Sprintln(t.N, u.N))
	t, u = mod(u), mod(t)
	out = append(out, fmt.Sprintln(t.N, u.N))
	ts := []T{t, u}
	ts[0] = mod(ts[1])
	ts[1] = mod(ts[1])
	out = append(out, fmt.Sprintln(ts))
	m := map[string]T{"a": t}
	m["a"] = mod(m["a"])
	m["b"] = mod(m["b"])
	out = append(out, fmt.Sprintln(m))
	p := &t
	*p = mod(*p)
	out = append(out, fmt.Sprintln(t.N))
	p2 := &ts[0]
	*p2 = *p
	p.N = 0
	out = append(out, fmt.Sprintln(ts[0].N))
	s := struct{ a, b T }{T{1}, T{2}}
	s.a, s.b = s.b, s.a
	out = append(out, fmt.Sprintln(s))
	s.a = mod(s.b)
	s.b.N = 100
	out = append(out, fmt.Sprintln(s))
	f := func() (T, T) { return s.a, s.b }
	x, y := f()
	x.N = -1
	out = append(out, fmt.Sprintln(s.a.N, y.N))
	s.b, s.a = f()
	out = append(out, fmt.Sprintln(s))
	var arr [3]T
	arr[0], arr[1], arr[2] = T{1}, T{2}, T{3}
	arr[0], arr[1], arr[2] = arr[2], arr[0], arr[1]
	out = append(out, fmt.Sprintln(arr))
	return strings.Join(out, ""), nil
}

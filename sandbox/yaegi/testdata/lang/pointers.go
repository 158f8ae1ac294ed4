// Pointers to variables, fields, elements; pointers to pointers; new.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct {
	N int
	P *T
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	x := 1
	p := &x
	*p += 5
	q := p
	*q *= 2
	out = append(out, fmt.Sprintln(x, p == q, *p))
	pp := &p
	y := 50
	*pp = &y
	out = append(out, fmt.Sprintln(*p, **pp, x))
	s := []int{1, 2, 3}
	e := &s[1]
	s = append(s, 4)
	*e = 20
	out = append(out, fmt.Sprintln(s[1], *e))
	t := &T{N: 1}
	t.P = &T{N: 2}
	f := &t.P.N
	*f++
	out = append(out, fmt.Sprintln(t.P.N, t.P.P == nil))
	n := new(int)
	*n = 3
	out = append(out, fmt.Sprintln(*n, *new(string) == ""))
	arr := [3]int{1, 2, 3}
	pa := &arr[2]
	*pa = 30
	out = append(out, fmt.Sprintln(arr))
	inc := func(p *int) { *p++ }
	inc(&x)
	inc(&arr[0])
	inc(&t.N)
	out = append(out, fmt.Sprintln(x, arr[0], t.N))
	ptr := func(s string) *string { return &s }
	a, b := ptr("a"), ptr("a")
	out = append(out, fmt.Sprintln(a == b, *a == *b))
	m := map[string]*int{"x": &x}
	*m["x"] = 77
	out = append(out, fmt.Sprintln(x))
	var np *int
	out = append(out, fmt.Sprintln(np == nil))
	ps := []*int{&x, &y}
	for _, p := range ps {
		*p = 0
	}
	out = append(out, fmt.Sprintln(x, y))
	return strings.Join(out, ""), nil
}

// Method values bind their receiver when they are made.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ n int }

func (t T) Get() int       { return t.n }
func (t *T) Add(d int) int { t.n += d; return t.n }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := T{1}
	get := t.Get
	add := t.Add
	t.n = 10
	out = append(out, fmt.Sprintln(get(), add(5), t.n, get()))
	p := &T{100}
	pg := p.Get
	p.n = 200
	out = append(out, fmt.Sprintln(pg(), p.Get()))
	p = &T{1}
	out = append(out, fmt.Sprintln(pg()))
	fs := []func() int{t.Get, p.Get, (&T{7}).Get}
	t.n = 0
	for _, f := range fs {
		out = append(out, fmt.Sprintln(f()))
	}
	m := map[string]func(int) int{"add": p.Add}
	m["add"](4)
	out = append(out, fmt.Sprintln(p.n))
	apply := func(f func(int) int, n int) int { return f(n) }
	out = append(out, fmt.Sprintln(apply(p.Add, 10), p.n))
	var gs []func() int
	for _, x := range []T{{1}, {2}, {3}} {
		gs = append(gs, x.Get)
	}
	out = append(out, fmt.Sprintln(gs[0](), gs[1](), gs[2]()))
	up := strings.NewReplacer("a", "b").Replace
	out = append(out, fmt.Sprintln(up("banana")))
	var sb strings.Builder
	w := sb.WriteString
	w("x")
	w("y")
	out = append(out, fmt.Sprintln(sb.String()))
	return strings.Join(out, ""), nil
}

// Copies through pointers in both directions.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct {
	N int
	L []string
}

func (t T) With(n int) T  { t.N = n; return t }
func (t *T) Set(n int) *T { t.N = n; return t }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	p := &T{N: 1}
	v := *p
	v.N = 2
	out = append(out, fmt.Sprintln(p.N, v.N))
	q := p
	q.N = 3
	out = append(out, fmt.Sprintln(p.N))
	*p = T{N: 4}
	out = append(out, fmt.Sprintln(q.N))
	w := p.With(5)
	out = append(out, fmt.Sprintln(p.N, w.N))
	p.Set(6).Set(7)
	out = append(out, fmt.Sprintln(p.N, v.With(8).With(9).N, v.N))
	pp := &p
	(*pp).N = 11
	out = append(out, fmt.Sprintln(q.N))
	*pp = &T{N: 12}
	out = append(out, fmt.Sprintln(p.N, q.N))
	arr := []*T{p, q, p}
	arr[0].N = 50
	out = append(out, fmt.Sprintln(arr[2].N, len(arr)))
	swap := func(a, b *T) { *a, *b = *b, *a }
	swap(p, q)
	out = append(out, fmt.Sprintln(p.N, q.N))
	return strings.Join(out, ""), nil
}

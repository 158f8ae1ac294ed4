// Copies of a struct in every context.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct {
	A int
	B [2]int
}

func vs(ts ...T) []T  { ts[0].A = 100; return ts }
func ret(t T) (T, *T) { return t, &t }
func (t T) self() T   { t.A++; return t }
func (t *T) val() T   { return *t }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := T{A: 1}
	r := vs(t, t)
	out = append(out, fmt.Sprintln(t.A, r[0].A, r[1].A))
	a, p := ret(t)
	p.A = 5
	out = append(out, fmt.Sprintln(a.A, t.A, p.A))
	out = append(out, fmt.Sprintln(t.self().A, t.A, t.self().self().A))
	v := (&t).val()
	v.A = 9
	out = append(out, fmt.Sprintln(t.A))
	var i any = t
	t.A = 50
	out = append(out, fmt.Sprintln(i.(T).A))
	j := i
	k := j.(T)
	k.A = 60
	out = append(out, fmt.Sprintln(i.(T).A, j.(T).A))
	s := append([]T{}, t)
	t.A = 51
	out = append(out, fmt.Sprintln(s[0].A))
	m := map[string]T{"t": t}
	t.A = 52
	out = append(out, fmt.Sprintln(m["t"].A))
	l := []any{t, &t}
	t.A = 53
	out = append(out, fmt.Sprintln(l[0].(T).A, l[1].(*T).A))
	st := struct {
		t T
		i any
	}{t, t}
	t.A = 54
	out = append(out, fmt.Sprintln(st.t.A, st.i.(T).A))
	arr := [2]T{t}
	t.A = 55
	out = append(out, fmt.Sprintln(arr[0].A))
	f := func() T { return t }
	t.A = 56
	g := f()
	g.A = 1
	out = append(out, fmt.Sprintln(t.A, f().A))
	t.B[0] = 5
	b := t.B
	b[0] = 6
	out = append(out, fmt.Sprintln(t.B))
	*(&t) = T{}
	out = append(out, fmt.Sprintln(t.A, t.B))
	t = T{A: 3}
	u := &t
	w := *u
	u.A = 4
	out = append(out, fmt.Sprintln(w.A, t.A))
	*u = w
	w.A = 0
	out = append(out, fmt.Sprintln(t.A))
	x, y := t, t
	x.A = 8
	out = append(out, fmt.Sprintln(y.A, t.A))
	x, y = y, x
	out = append(out, fmt.Sprintln(x.A, y.A))
	ms := map[string][]T{"a": {t}}
	ms["a"][0].A = 77
	out = append(out, fmt.Sprintln(t.A, ms["a"][0].A))
	mp := map[string]*T{"a": &t}
	mp["a"].A++
	out = append(out, fmt.Sprintln(t.A))
	z := *mp["a"]
	z.A = 0
	out = append(out, fmt.Sprintln(t.A))
	func(t T) { t.A = 1000 }(t)
	out = append(out, fmt.Sprintln(t.A))
	func(t *T) { t.A = 1000 }(&t)
	out = append(out, fmt.Sprintln(t.A))
	defer func(t T) { out = append(out, fmt.Sprint("never ", t.A)) }(t)
	return strings.Join(out, ""), nil
}

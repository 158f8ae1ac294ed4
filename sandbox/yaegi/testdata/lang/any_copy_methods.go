// Structs with methods put into an any are copies.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ A int }

func (t T) Get() int { return t.A }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := T{A: 1}
	var i any = t
	t.A = 50
	out = append(out, fmt.Sprintln(i.(T).A))
	l := []any{t}
	t.A = 51
	out = append(out, fmt.Sprintln(l[0].(T).A))
	m := map[string]any{"a": t}
	t.A = 52
	out = append(out, fmt.Sprintln(m["a"].(T).A))
	l = append(l, t)
	t.A = 53
	out = append(out, fmt.Sprintln(l[1].(T).A))
	f := func(v any) any { return v }
	k := f(t)
	t.A = 54
	out = append(out, fmt.Sprintln(k.(T).A))
	r := func() any { return t }()
	t.A = 55
	out = append(out, fmt.Sprintln(r.(T).A))
	s := struct{ v any }{t}
	t.A = 56
	out = append(out, fmt.Sprintln(s.v.(T).A))
	s.v = t
	t.A = 57
	out = append(out, fmt.Sprintln(s.v.(T).A))
	return strings.Join(out, ""), nil
}

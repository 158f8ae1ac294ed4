// Structs with methods in fields, arrays and arguments of type any.
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
	pairs := []struct {
		k string
		v any
	}{{"a", t}}
	t.A = 2
	out = append(out, fmt.Sprintln(pairs[0].v.(T).A))
	var arr [2]any
	arr[0] = t
	t.A = 3
	out = append(out, fmt.Sprintln(arr[0].(T).A))
	fn := func(vs ...any) any { return vs[0] }
	x := fn(t, 1)
	t.A = 4
	out = append(out, fmt.Sprintln(x.(T).A))
	ts := []T{{1}, {2}}
	var y any = ts[0]
	ts[0].A = 100
	out = append(out, fmt.Sprintln(y.(T).A))
	for _, t := range ts {
		l := any(t)
		t.A = 7
		out = append(out, fmt.Sprintln(l.(T).A))
	}
	z := any(t)
	t.A = 8
	out = append(out, fmt.Sprintln(z.(T).A))
	return strings.Join(out, ""), nil
}

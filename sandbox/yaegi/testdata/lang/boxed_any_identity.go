// Values of any keep their types: named, of one layout, pointers and nil.
package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

type A struct{ X int }
type B struct{ X int }
type N int
type S []N
type F func() int

func kind(v any) string {
	switch x := v.(type) {
	case nil:
		return "nil"
	case int:
		return "int"
	case N:
		return fmt.Sprint("N", int(x)+1)
	case A:
		return "A"
	case B:
		return "B"
	case *A:
		return fmt.Sprint("*A ", x == nil)
	case S:
		return fmt.Sprint("S", len(x))
	case []N:
		return "[]N"
	case []int:
		return "[]int"
	case map[string]A:
		return "map A"
	case F:
		return fmt.Sprint("F", x())
	case error, fmt.Stringer:
		return "method"
	}
	return "?"
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(kind(1), kind(N(1)), kind(A{1}), kind(B{1}), kind(&A{1}), kind((*A)(nil)), kind(S{1}), kind([]N{1}), kind([]int{1}), kind(map[string]A{}), kind(map[string]B{}), kind(F(func() int { return 3 })), kind(nil), kind(time.Second), kind(errors.New(""))))
	var x, y any = A{1}, B{1}
	a := &A{1}
	out = append(out, fmt.Sprintln(x == y, x == any(A{1}), any(N(1)) == any(1), any(a) == any(a), any(a) == any(&A{1}), any(N(2)) == any(N(2)), x == A{1}, any(nil) == nil))
	_, ok := x.(B)
	n, ok2 := any(N(3)).(N)
	_, ok3 := any(N(3)).(int)
	out = append(out, fmt.Sprintln(ok, n, ok2, ok3))
	l := []any{1, N(1), "s", A{2}}
	out = append(out, fmt.Sprintln(slices.Contains(l, any(A{2})), slices.Index(l, any(N(1))), slices.Contains(l, any(B{2}))))
	var e error
	out = append(out, fmt.Sprintln(e == nil, any(e) == nil))
	return strings.Join(out, ""), nil
}

// return f() converts each result to the declared type.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ N int }
type E struct{ s string }

func (e *E) Error() string { return e.s }

type Sh interface{ Area() int }

func (t T) Area() int { return t.N }
func add(s string) (*T, error) {
	if s == "" {
		return nil, errors.New("empty")
	}
	return &T{len(s)}, nil
}
func concrete() (T, *E)              { return T{3}, &E{"e"} }
func route(s string) (any, error)    { return add(s) }
func conv() (Sh, error)              { return concrete() }
func deep(s string) (v any, e error) { return route(s) }
func nums() (int, string)            { return 1, "a" }
func anys() (any, any)               { return nums() }
func take(v any, err error) string   { return fmt.Sprint(v != nil, err) }
func vari(vs ...any) int             { return len(vs) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	_, err := route("")
	out = append(out, fmt.Sprintln(err))
	v, err := route("abc")
	out = append(out, fmt.Sprintln(v.(*T).N, err))
	_, err = deep("")
	out = append(out, fmt.Sprintln(err))
	s, err := conv()
	out = append(out, fmt.Sprintln(s.Area(), err))
	a, b := anys()
	out = append(out, fmt.Sprintln(a, b))
	out = append(out, fmt.Sprintln(take(add("x")), vari(nums())))
	var x any
	x, err = add("q")
	out = append(out, fmt.Sprintln(x.(*T).N, err))
	f := func() (any, error) { return add("") }
	_, err = f()
	out = append(out, fmt.Sprintln(err))
	return strings.Join(out, ""), nil
}

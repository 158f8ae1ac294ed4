// Several results that become interface values on the way.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type E struct{ A int }

func (e *E) Error() string { return fmt.Sprint("E", e.A) }

type V struct{ X int }

func (v V) String() string { return fmt.Sprint("V", v.X) }

func two() (V, *E)                 { return V{1}, &E{2} }
func asAny() (any, error)          { return two() }
func show(v any, err error) string { return fmt.Sprint(v, err) }
func many(v ...any) string         { return fmt.Sprint(v...) }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	v, err := asAny()
	out = append(out, fmt.Sprintln(v, err, show(two()), many(two())))
	var a any
	var e error
	a, e = two()
	out = append(out, fmt.Sprintln(a, e))
	_, ok := a.(V)
	out = append(out, fmt.Sprintln(ok))
	return strings.Join(out, ""), nil
}

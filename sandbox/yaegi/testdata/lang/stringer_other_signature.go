// A method String with another signature.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ A int }

func (t T) String(n int) string { return strings.Repeat("t", n) }
func (t T) Error() int          { return 5 }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := T{1}
	out = append(out, fmt.Sprintln(t, t.String(2), t.Error()))
	var v any = t
	_, ok := v.(fmt.Stringer)
	_, ok2 := v.(error)
	out = append(out, fmt.Sprintln(ok, ok2))
	return strings.Join(out, ""), nil
}

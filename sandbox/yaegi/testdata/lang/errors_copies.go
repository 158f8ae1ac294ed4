// Script errors in slices, maps and results are copies.
package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type E struct{ n int }

func (e E) Error() string { return "e" + strconv.Itoa(e.n) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	e := E{1}
	errs := []error{e}
	e.n = 2
	errs = append(errs, e)
	m := map[string]error{"x": e}
	e.n = 3
	out = append(out, fmt.Sprintln(errs[0], errs[1], m["x"], e))
	err := fmt.Errorf("w: %w", e)
	e.n = 4
	out = append(out, fmt.Sprintln(err))
	f := func() error { return e }
	x := f()
	e.n = 5
	out = append(out, fmt.Sprintln(x))
	return strings.Join(out, ""), nil
}

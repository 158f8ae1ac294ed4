// A concrete pointer to an error type, compared with nil.
package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type E struct{ Code int }

func (e *E) Error() string { return "E" + strconv.Itoa(e.Code) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var e *E
	out = append(out, fmt.Sprintln(e == nil))
	e = &E{1}
	out = append(out, fmt.Sprintln(e != nil, e.Code, e.Error()))
	f := func() *E { return nil }
	out = append(out, fmt.Sprintln(f() == nil))
	if x := f(); x != nil {
		out = append(out, fmt.Sprintln("bad"))
	}
	return strings.Join(out, ""), nil
}

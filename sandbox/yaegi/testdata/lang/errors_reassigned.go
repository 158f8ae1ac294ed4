// Error variables take script errors and library errors in turn.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type E1 struct{ n int }

func (e E1) Error() string { return "e1" }

type E2 struct{ n string }

func (e *E2) Error() string { return "e2" }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var e error = E1{1}
	e = &E2{"x"}
	out = append(out, fmt.Sprintln(e))
	e = E1{2}
	out = append(out, fmt.Sprintln(e))
	e = errors.New("std")
	out = append(out, fmt.Sprintln(e))
	s := struct{ err error }{E1{1}}
	s.err = &E2{"x"}
	out = append(out, fmt.Sprintln(s.err))
	s.err = nil
	out = append(out, fmt.Sprintln(s.err == nil))
	es := []error{E1{1}, &E2{"x"}, errors.New("y")}
	es[0] = es[2]
	es[1] = E1{5}
	out = append(out, fmt.Sprintln(es[0], es[1], len(es)))
	return strings.Join(out, ""), nil
}

// A type assertion and a type switch on an error for pointer types.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Err struct{ Code int }

func (e *Err) Error() string { return "code" }

type Other struct{ N int }

func (e *Other) Error() string { return "other" }
func code(err error) int {
	switch e := err.(type) {
	case nil:
		return 0
	case *Err:
		return e.Code
	case *Other:
		return -e.N
	default:
		return 1
	}
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var err error = &Err{42}
	if e, ok := err.(*Err); ok {
		out = append(out, fmt.Sprintln(e.Code))
	}
	_, ok := err.(*Other)
	out = append(out, fmt.Sprintln(ok, code(err), code(&Other{7}), code(nil), code(errors.New("x"))))
	return strings.Join(out, ""), nil
}

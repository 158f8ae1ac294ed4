// A nil pointer in an interface value is not nil.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type E struct{ A int }

func (e *E) Error() string {
	if e == nil {
		return "nil E"
	}
	return "E"
}

func mayFail(fail bool) error {
	var e *E
	if fail {
		e = &E{1}
	}
	return e
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	err := mayFail(false)
	out = append(out, fmt.Sprintln(err == nil, err != nil, err.Error(), err))
	var e *E
	out = append(out, fmt.Sprintln(errors.As(err, &e), e == nil, mayFail(true)))
	var v any = e
	out = append(out, fmt.Sprintln(v == nil, v == (*E)(nil)))
	return strings.Join(out, ""), nil
}

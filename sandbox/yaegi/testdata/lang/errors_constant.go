// An error type that is a constant string.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type E string

func (e E) Error() string { return string(e) }

const ErrX = E("x")

var ErrY error = E("y")

func f() error { return ErrX }
func g() error { return fmt.Errorf("g: %w", ErrY) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(f() == ErrX, errors.Is(f(), ErrX), errors.Is(g(), ErrY), f()))
	switch err := f(); err {
	case ErrX:
		out = append(out, fmt.Sprintln("x"))
	default:
		out = append(out, fmt.Sprintln("d"))
	}
	return strings.Join(out, ""), nil
}

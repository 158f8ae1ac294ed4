// An error type with an Is method and an Unwrap method.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

var base = errors.New("base")

type Temp struct{ cause error }

func (t Temp) Error() string { return "temp: " + t.cause.Error() }
func (t Temp) Unwrap() error { return t.cause }

type Coded struct{ code int }

func (c Coded) Error() string { return "coded" }
func (c Coded) Is(target error) bool {
	t, ok := target.(Coded)
	return ok && t.code/100 == c.code/100
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(errors.Is(Temp{base}, base), errors.Unwrap(Temp{base}) == base))
	out = append(out, fmt.Sprintln(errors.Is(Coded{404}, Coded{400}), errors.Is(Coded{404}, Coded{500})))
	return strings.Join(out, ""), nil
}

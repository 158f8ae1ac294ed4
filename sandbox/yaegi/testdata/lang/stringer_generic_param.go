// A String method behind a type parameter.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Temp float64

func (t Temp) String() string { return "T" }
func show[T any](v T) string  { return fmt.Sprintf("%v", v) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(show(Temp(1))))
	return strings.Join(out, ""), nil
}

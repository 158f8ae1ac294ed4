// A String method behind a parameter of type any.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Temp float64

func (t Temp) String() string { return "T" }
func show(v any) string       { return fmt.Sprint(v) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(show(Temp(1))))
	return strings.Join(out, ""), nil
}

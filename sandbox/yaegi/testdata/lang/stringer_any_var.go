// A String method behind a variable of type any.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Temp float64

func (t Temp) String() string { return "T" }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var v any = Temp(1)
	out = append(out, fmt.Sprintln(fmt.Sprint(v)))
	return strings.Join(out, ""), nil
}

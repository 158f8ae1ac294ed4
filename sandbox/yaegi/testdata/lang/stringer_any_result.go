// A String method behind a result of type any.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Temp float64

func (t Temp) String() string { return "T" }
func mk() any                 { return Temp(1) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(fmt.Sprint(mk()), fmt.Sprintf("%v", mk())))
	return strings.Join(out, ""), nil
}

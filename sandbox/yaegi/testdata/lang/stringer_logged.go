// Values with a String method as attributes of a log line and in a map.
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
	ctx.Log.Info("x", "t", Temp(1), "l", []Temp{1})
	m := map[string]any{"a": Temp(1)}
	out = append(out, fmt.Sprintln(m))
	return strings.Join(out, ""), nil
}

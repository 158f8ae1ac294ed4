// A String method behind a field of type any.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Temp float64

func (t Temp) String() string { return "T" }

type W struct{ v any }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	w := W{Temp(1)}
	out = append(out, fmt.Sprintln(fmt.Sprint(w.v)))
	return strings.Join(out, ""), nil
}

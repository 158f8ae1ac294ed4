// A String method behind the elements of a slice of any.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Temp struct{ n int }

func (t Temp) String() string { return "T" }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for _, v := range []any{Temp{1}, "x", 1} {
		out = append(out, fmt.Sprintln(fmt.Sprint(v)))
	}
	return strings.Join(out, ""), nil
}

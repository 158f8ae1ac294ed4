// A value String method called through a pointer in an any.
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
	var v any = &Temp{1}
	out = append(out, fmt.Sprintln(fmt.Sprint(v), fmt.Sprintf("%s", v)))
	var s fmt.Stringer = &Temp{2}
	out = append(out, fmt.Sprintln(s, s.String()))
	return strings.Join(out, ""), nil
}

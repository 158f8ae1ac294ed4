// A value of another package's interface in an any.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type C int

func (c C) String() string { return "c" }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var s fmt.Stringer = C(1)
	var v any = s
	_, ok := v.(C)
	out = append(out, fmt.Sprintln(ok))
	return strings.Join(out, ""), nil
}

// An Error method behind any.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type E struct{ n int }

func (e E) Error() string { return "E" }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var v any = E{1}
	out = append(out, fmt.Sprintln(fmt.Sprint(v)))
	m := map[string]any{"e": E{2}}
	out = append(out, fmt.Sprintln(fmt.Sprint(m["e"])))
	return strings.Join(out, ""), nil
}

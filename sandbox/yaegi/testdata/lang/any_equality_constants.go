// Values of type any compared with constants and nil.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var v any = map[string]any{"a": 1.0}
	m := v.(map[string]any)
	out = append(out, fmt.Sprintln(m["a"] == 1.0, m["a"] == nil, m["b"] == nil, v != nil))
	return strings.Join(out, ""), nil
}

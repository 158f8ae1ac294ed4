// A map keyed by any holds several types.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	m := map[any]string{1: "int", "a": "string", 2.5: "float", true: "bool"}
	m[int64(1)] = "int64"
	out = append(out, fmt.Sprintln(m[1], m["a"], m[2.5], m[true], m[int64(1)], len(m), m["no"] == ""))
	return strings.Join(out, ""), nil
}

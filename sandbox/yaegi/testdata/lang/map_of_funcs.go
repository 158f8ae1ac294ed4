// A map of functions: called, absent.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	reg := map[string]func() int{"en": func() int { return 1 }}
	out = append(out, fmt.Sprintln(reg["en"](), reg["x"] == nil))
	return strings.Join(out, ""), nil
}

// Ranging into variables that exist.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var k string
	for k = range map[string]int{"a": 1} {
	}
	out = append(out, fmt.Sprintln(k))
	var r rune
	for _, r = range "xyz" {
		if r == 'y' {
			break
		}
	}
	out = append(out, fmt.Sprintln(r))
	return strings.Join(out, ""), nil
}

// An array of functions.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var fs [3]func() int
	for i := range fs {
		fs[i] = func() int { return i * i }
	}
	out = append(out, fmt.Sprintln(fs[0](), fs[1](), fs[2]()))
	return strings.Join(out, ""), nil
}

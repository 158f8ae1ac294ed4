// Loop variables with labels, switches and closures.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var fs []func() int
outer:
	for i := 0; i < 4; i++ {
		switch {
		case i == 1:
			continue
		case i == 3:
			break outer
		}
		fs = append(fs, func() int { i *= 2; return i })
	}
	for _, f := range fs {
		out = append(out, fmt.Sprintln(f(), f()))
	}
	return strings.Join(out, ""), nil
}

// defer in a loop over a function.
package main

import (
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for range func(yield func() bool) { yield() } {
		defer func() {}()
	}
	return strings.Join(out, ""), nil
}

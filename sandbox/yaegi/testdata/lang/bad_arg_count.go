// Too few arguments.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func f(a int, b string) int { return a + len(b) }
func Handle(ctx *sdk.Context) (any, error) {
	return f(1), nil
}

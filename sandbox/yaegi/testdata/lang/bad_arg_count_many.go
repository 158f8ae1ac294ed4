// Too many arguments.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func f(a int) int { return a }
func Handle(ctx *sdk.Context) (any, error) {
	return f(1, 2), nil
}

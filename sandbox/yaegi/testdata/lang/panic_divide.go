// A division by zero.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	n := len(ctx.Request.Params) - 1
	return 10 / n, nil
}

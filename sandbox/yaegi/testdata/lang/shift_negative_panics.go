// A negative shift count panics.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	n := len(ctx.Request.Params) - 3
	return 1 << n, nil
}

// A panic with a string.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	panic("boom " + ctx.Request.Params["name"])
}

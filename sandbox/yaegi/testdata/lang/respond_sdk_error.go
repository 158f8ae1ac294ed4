// An error with a status.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return nil, sdk.Error(404, "no such thing: "+ctx.Request.Params["name"])
}

// The smallest useful script: parameters and query into JSON.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	name := ctx.Request.Params["name"]
	ctx.Log.Info("greeting", "name", name)
	return map[string]any{"name": name, "q": ctx.Request.Query.Get("lang")}, nil
}

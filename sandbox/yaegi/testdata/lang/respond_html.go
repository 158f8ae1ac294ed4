// sdk.HTML with escaping of what came in.
package main

import (
	"html"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return sdk.HTML(200, "<p>"+html.EscapeString("<b>"+ctx.Request.Params["name"]+"</b>")+"</p>"), nil
}

// A redirect keeps its location.
package main

import (
	"fmt"
	"net/url"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	r := sdk.Redirect(301, "/new?from="+url.QueryEscape(ctx.Request.Path))
	return sdk.Text(200, fmt.Sprint(r.Status, " ", r.Header.Get("Location"))), nil
}

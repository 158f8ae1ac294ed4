// A redirect returned as it is.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) any { return sdk.Redirect(302, "/x") }

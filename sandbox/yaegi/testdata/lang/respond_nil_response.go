// A nil response.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) { var r *sdk.Response; return r, nil }

// A failed type assertion.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var v any = 3
	return v.(string), nil
}

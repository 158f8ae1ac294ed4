// An index out of range.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	s := []int{1, 2, 3}
	i := len(ctx.Request.Params) + 4
	return s[i], nil
}

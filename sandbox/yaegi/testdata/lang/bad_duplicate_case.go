// Two equal cases.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	switch n := len(ctx.Request.Body); n {
	case 1:
		return "a", nil
	case 2, 1:
		return "b", nil
	}
	return nil, nil
}

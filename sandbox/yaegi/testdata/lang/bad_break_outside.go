// break outside a loop.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	if ctx != nil {
		break
	}
	return nil, nil
}

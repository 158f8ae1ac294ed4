// Assigning to a constant.
package main

import (
	"github.com/picloud/picloud/sdk"
)

const c = 1

func Handle(ctx *sdk.Context) (any, error) {
	c = 2
	return c, nil
}

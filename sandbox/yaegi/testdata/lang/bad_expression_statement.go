// An expression that is no statement.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	x := 5
	x + 1
	return x, nil
}

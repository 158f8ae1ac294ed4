// A variable declared twice.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	x := 1
	x := 2
	return x, nil
}

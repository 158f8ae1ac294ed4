// A constant expression that overflows.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return uint8(200) + 100, nil
}

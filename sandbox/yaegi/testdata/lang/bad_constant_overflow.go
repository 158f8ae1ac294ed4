// A constant that does not fit its type.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var b uint8 = 256
	return uint8(200) + 100 + b, nil
}

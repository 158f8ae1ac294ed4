// int plus string.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	n := 5
	return "n=" + n, nil
}

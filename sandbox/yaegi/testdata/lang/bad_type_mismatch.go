// A string where an int is wanted.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var n int = "five"
	return n, nil
}

// The builtins print and println write to standard error.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	println("debug", 1)
	print("x")
	return "ok", nil
}

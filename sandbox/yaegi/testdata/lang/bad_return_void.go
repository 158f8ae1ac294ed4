// A value from a function without results.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func f() {}
func Handle(ctx *sdk.Context) (any, error) {
	x := f()
	return x, nil
}

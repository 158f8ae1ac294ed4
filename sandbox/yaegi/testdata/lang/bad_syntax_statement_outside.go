// A statement outside a function.
package main

import "github.com/picloud/picloud/sdk"

x := 1

func Handle(ctx *sdk.Context) (any, error) {
	return x, nil
}

// An expression that breaks off.
package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	x := 1 +
	return x, nil
}

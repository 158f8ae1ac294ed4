// A struct that contains itself.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type T struct {
	N int
	T T
}

func Handle(ctx *sdk.Context) (any, error) {
	return T{}, nil
}

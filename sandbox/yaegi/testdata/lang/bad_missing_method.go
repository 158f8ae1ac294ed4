// A type without the method.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type T struct{}

func Handle(ctx *sdk.Context) (any, error) {
	var e error = T{}
	return e, nil
}

// A type assertion that can never hold.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type T struct{}

func Handle(ctx *sdk.Context) (any, error) {
	var e error
	_, ok := e.(T)
	return ok, nil
}

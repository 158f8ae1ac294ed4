// A type name used as a value.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type T struct{}

func Handle(ctx *sdk.Context) (any, error) {
	return T, nil
}

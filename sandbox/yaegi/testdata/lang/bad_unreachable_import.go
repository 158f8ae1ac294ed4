// A package that does not exist.
package main

import (
	"nowhere/at/all"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return all.X(), nil
}

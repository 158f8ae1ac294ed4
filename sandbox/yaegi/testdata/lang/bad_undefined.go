// A name that does not exist.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return foo(1), nil
}

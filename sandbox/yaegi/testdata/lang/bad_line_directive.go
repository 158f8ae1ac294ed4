// A line directive does not move diagnostics.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
//line other.go:100
	x := 1
	return nil, nil
}

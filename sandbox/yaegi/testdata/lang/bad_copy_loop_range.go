// Ranging over a number that is not an integer.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	for i := range 2.5 {
		_ = i
	}
	return nil, nil
}

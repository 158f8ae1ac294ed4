// A result that is not used.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	s := []int{}
	append(s, 1)
	return s, nil
}

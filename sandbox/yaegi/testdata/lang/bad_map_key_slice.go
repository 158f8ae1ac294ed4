// A slice cannot be a key.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	m := map[[]int]string{}
	return m, nil
}

// Slices cannot be compared.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	a, b := []int{1}, []int{1}
	return a == b, nil
}

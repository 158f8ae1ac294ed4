// A constant index beyond an array.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	a := [3]int{1, 2, 3}
	return a[5], nil
}

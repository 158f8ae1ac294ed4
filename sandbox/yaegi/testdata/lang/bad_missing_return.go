// A function without a final return.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func f(n int) int {
	if n > 0 {
		return 1
	}
}
func Handle(ctx *sdk.Context) (any, error) {
	return f(1), nil
}

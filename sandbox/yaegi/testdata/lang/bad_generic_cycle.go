// An instantiation without end.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type Box[T any] struct{ V T }

func f[T any](n int, v T) int {
	if n == 0 {
		return 0
	}
	return f(n-1, Box[T]{v})
}
func Handle(ctx *sdk.Context) (any, error) {
	return f(3, 1), nil
}

// A type argument that cannot be inferred.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Zero[T any]() T {
	var z T
	return z
}
func Handle(ctx *sdk.Context) (any, error) {
	return Zero(), nil
}

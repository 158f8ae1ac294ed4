// Handle with a type parameter.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle[T any](ctx *sdk.Context) (any, error) { return nil, nil }

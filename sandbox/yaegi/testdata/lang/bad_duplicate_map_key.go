// Two equal keys in a map literal.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return map[string]int{"a": 1, "b": 2, "a": 3}, nil
}

// Assigning to a field of a map element.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type T struct{ N int }

func Handle(ctx *sdk.Context) (any, error) {
	m := map[string]T{}
	m["a"].N = 1
	return m, nil
}

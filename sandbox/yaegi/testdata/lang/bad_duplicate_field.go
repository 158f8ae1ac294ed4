// A field twice in a literal.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type T struct{ A int }

func Handle(ctx *sdk.Context) (any, error) {
	return T{A: 1, A: 2}, nil
}

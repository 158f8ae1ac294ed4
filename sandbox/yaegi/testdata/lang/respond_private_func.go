// A private field of function type does not matter.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type T struct {
	A int
	f func()
	c map[string]int
}

func Handle(ctx *sdk.Context) (any, error) {
	return T{A: 1, f: func() {}}, nil
}

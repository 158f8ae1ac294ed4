// A struct with an embedded struct passed through functions to the response.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type B struct{ ID int }
type U struct {
	B
	N string
}

func wrap(v any) (any, error) { return v, nil }
func Handle(ctx *sdk.Context) (any, error) {
	return wrap(U{B{1}, "x"})
}

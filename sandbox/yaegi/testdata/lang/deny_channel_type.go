// A channel in a type only.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type T struct{ c chan<- int }

func (t T) ok() bool { return t.c == nil }
func Handle(ctx *sdk.Context) (any, error) {
	return T{}.ok(), nil
}

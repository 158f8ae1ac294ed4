// Calling a method of a nil interface panics.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type I interface{ M() int }

func get(ok bool) I { return nil }
func Handle(ctx *sdk.Context) (any, error) {
	return get(true).M(), nil
}

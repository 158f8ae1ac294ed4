// A deferred function panics again; outer frames recover.
package main

import (
	"fmt"

	"github.com/picloud/picloud/sdk"
)

func inner() {
	defer func() {
		if r := recover(); r != nil {
			panic(fmt.Sprint("again ", r))
		}
	}()
	panic("first")
}
func outer() (s string) {
	defer func() { s = fmt.Sprint(recover()) }()
	inner()
	return "unreached"
}
func Handle(ctx *sdk.Context) (any, error) {
	return outer(), nil
}

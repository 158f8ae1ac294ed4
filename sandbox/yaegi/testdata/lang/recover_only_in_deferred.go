// recover works only in the deferred function itself.
package main

import (
	"fmt"

	"github.com/picloud/picloud/sdk"
)

func helper() any { return recover() }
func f() (s string) {
	defer func() {
		if r := recover(); r != nil {
			s += fmt.Sprint("outer ", r)
		}
	}()
	func() {
		defer func() {
			s += fmt.Sprint("helper ", helper(), ";")
		}()
		panic("p")
	}()
	return s
}
func Handle(ctx *sdk.Context) (any, error) {
	return f(), nil
}

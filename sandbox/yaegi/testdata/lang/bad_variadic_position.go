// A variadic parameter that is not the last.
package main

import (
	"github.com/picloud/picloud/sdk"
)


func f(a ...int, b string) {}
func Handle(ctx *sdk.Context) (any, error) {
f(1, "x")
return nil, nil
}

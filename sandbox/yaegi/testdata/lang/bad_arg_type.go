// An argument of the wrong type, behind characters outside ASCII.
package main

import (
	"fmt"

	"github.com/picloud/picloud/sdk"
)

func f(a int) int { return a }
func Handle(ctx *sdk.Context) (any, error) {
	return "é世😀" + fmt.Sprint(f("x")), nil
}

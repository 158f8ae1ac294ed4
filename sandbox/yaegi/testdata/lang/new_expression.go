// new with a value, as of Go 1.26.
package main

import (
	"fmt"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	p := new(5)
	s := new("x")
	return fmt.Sprint(*p, *s), nil
}

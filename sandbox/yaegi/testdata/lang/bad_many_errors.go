// Several errors: the first one counts.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var a int = "x"
	b := 1
	c.d()
	return a, nil
}

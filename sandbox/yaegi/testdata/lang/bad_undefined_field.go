// A field that does not exist.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type T struct{ Name string }

func Handle(ctx *sdk.Context) (any, error) {
	t := T{}
	return t.name, nil
}

// A request decoded into a struct with an embedded struct.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type B struct{ Name string }
type U struct {
	B
	Flag bool
}

func Handle(ctx *sdk.Context) (any, error) {
	var u U
	if err := ctx.Request.JSON(&u); err != nil {
		return nil, err
	}
	return u.Name, nil
}

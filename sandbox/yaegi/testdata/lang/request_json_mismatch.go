// A body that does not fit answers 400 by itself.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var v struct {
		Name int `json:"name"`
	}
	if err := ctx.Request.JSON(&v); err != nil {
		return nil, sdk.Error(422, "name must be a number")
	}
	return v.Name, nil
}

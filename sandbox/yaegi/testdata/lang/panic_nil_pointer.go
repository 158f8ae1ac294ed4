// A nil dereference.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type T struct{ N int }

func find(name string) *T {
	if name == "nobody" {
		return &T{1}
	}
	return nil
}
func Handle(ctx *sdk.Context) (any, error) {
	return find(ctx.Request.Params["name"]).N, nil
}

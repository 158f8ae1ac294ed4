// A response of sdk.JSON changed afterwards.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) any {
	r := sdk.JSON(200, []int{1})
	r.Header.Set("X-Y", "z")
	r.Status = 299
	r.Body = append(r.Body, '\n')
	return r
}

// A Response by value.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return sdk.Response{Status: 203, Body: []byte("v")}, nil
}

// The context embedded in a struct.
package main

import (
	"strconv"

	"github.com/picloud/picloud/sdk"
)

type T struct {
	*sdk.Context
	n int
}

func (t T) name() string                   { return t.Request.Params["name"] + strconv.Itoa(t.n) }
func Handle(ctx *sdk.Context) (any, error) { t := T{ctx, 5}; return t.name(), nil }

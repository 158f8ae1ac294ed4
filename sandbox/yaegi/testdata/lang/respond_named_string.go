// A named string is encoded as JSON.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type Name string

func Handle(ctx *sdk.Context) (any, error) { return Name("x"), nil }

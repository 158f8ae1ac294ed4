// Named bytes are encoded as JSON.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type B []byte

func Handle(ctx *sdk.Context) (any, error) { return B("x"), nil }

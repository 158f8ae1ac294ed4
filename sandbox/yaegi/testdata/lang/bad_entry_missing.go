// No Handle.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func handle(ctx *sdk.Context) (any, error) { return nil, nil }
func init()                                { _ = handle }

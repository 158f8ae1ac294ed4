// Handle that is no function.
package main

import (
	"github.com/picloud/picloud/sdk"
)

var Handle = func(ctx *sdk.Context) (any, error) { return nil, nil }

// The entry point without an error.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) any {
	return map[string]any{"method": ctx.Request.Method, "rest": ctx.Request.Rest, "host": ctx.Request.Host}
}

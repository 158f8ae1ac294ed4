// A table of handlers with middleware.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type H func(*sdk.Context) (any, error)

func auth(h H) H {
	return func(ctx *sdk.Context) (any, error) {
		if ctx.Request.Query.Get("lang") != "en" {
			return nil, sdk.Error(401, "no")
		}
		return h(ctx)
	}
}

var table = map[string]H{"POST": auth(post), "GET": func(ctx *sdk.Context) (any, error) { return "get", nil }}

func post(ctx *sdk.Context) (any, error) { return map[string]string{"posted": ctx.Request.Rest}, nil }
func Handle(ctx *sdk.Context) (any, error) {
	h, ok := table[ctx.Request.Method]
	if !ok {
		return nil, sdk.Error(405, "x")
	}
	return h(ctx)
}

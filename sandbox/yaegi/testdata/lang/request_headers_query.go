// Headers, multi-valued queries and the remote address.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	tags := ctx.Request.Query["tag"]
	return map[string]any{
		"tags":  tags,
		"n":     len(tags),
		"agent": ctx.Request.Header.Get("user-agent"),
		"ip":    ctx.Request.RemoteIP,
		"has":   ctx.Request.Query.Has("lang"),
		"none":  ctx.Request.Query.Get("nope"),
	}, nil
}

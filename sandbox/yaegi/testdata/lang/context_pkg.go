// The package context.
package main

import (
	"context"

	"github.com/picloud/picloud/sdk"
)

type key struct{}

func Handle(ctx *sdk.Context) (any, error) {
	c := context.WithValue(context.Background(), key{}, "v")
	return c.Value(key{}), nil
}

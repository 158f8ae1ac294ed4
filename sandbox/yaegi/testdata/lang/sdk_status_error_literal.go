// A StatusError built by hand.
package main

import (
	"errors"

	"github.com/picloud/picloud/sdk"
)

func check(ctx *sdk.Context) error {
	if ctx.Request.Header.Get("X") == "" {
		return &sdk.StatusError{Status: 401, Message: "who", Err: errors.New("cause")}
	}
	return nil
}
func Handle(ctx *sdk.Context) (any, error) {
	if err := check(ctx); err != nil {
		return nil, err
	}
	return 1, nil
}

// A string that is not closed.
package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	return "abc, nil
}

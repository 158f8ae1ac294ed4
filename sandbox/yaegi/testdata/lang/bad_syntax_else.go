// else on a line of its own.
package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	if ctx == nil {
		return 1, nil
	}
	else {
		return 2, nil
	}
}

// A goto.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	n := 0
again:
	n++
	if n < 3 {
		goto again
	}
	return n, nil
}

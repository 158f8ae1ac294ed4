// A label nobody uses.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
here:
	for range 3 {
	}
	return nil, nil
}

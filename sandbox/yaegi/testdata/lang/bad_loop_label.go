// break to a label that does not exist.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	for {
		break outer
	}
	return nil, nil
}

// fallthrough in the last case.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	switch {
	case true:
		fallthrough
	}
	return nil, nil
}

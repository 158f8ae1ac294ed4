// NaN cannot be a response.
package main

import (
	"math"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return math.NaN(), nil
}

// sdk.JSON with a status.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return sdk.JSON(201, map[string]int{"id": 7}), nil
}

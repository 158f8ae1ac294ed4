// A blank import.
package main

import (
	_ "strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return "x", nil
}

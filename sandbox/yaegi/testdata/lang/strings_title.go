// A deprecated function that is left out.
package main

import (
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return strings.Title("hello world"), nil
}

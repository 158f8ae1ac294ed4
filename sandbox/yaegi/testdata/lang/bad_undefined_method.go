// A method that does not exist, with a hint.
package main

import (
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return strings.Upper("x"), nil
}

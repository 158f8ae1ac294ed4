// A script may have a main function, for running it locally.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func main() {}
func Handle(ctx *sdk.Context) (any, error) {
	return "ok", nil
}

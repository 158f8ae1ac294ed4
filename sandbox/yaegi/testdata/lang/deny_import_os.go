// The package os.
package main

import (
	"os"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return os.Getenv("NOT_SET"), nil
}

// sdk.Text with a status.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return sdk.Text(418, "short and stout"), nil
}

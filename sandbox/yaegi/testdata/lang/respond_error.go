// An ordinary error is a failure.
package main

import (
	"errors"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return nil, errors.New("database is on fire")
}

// A panic with an error.
package main

import (
	"errors"
	"fmt"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	panic(fmt.Errorf("wrapped: %w", errors.New("inner")))
}

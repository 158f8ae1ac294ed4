// An error returned as a value.
package main

import (
	"errors"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) any { return errors.New("x") }

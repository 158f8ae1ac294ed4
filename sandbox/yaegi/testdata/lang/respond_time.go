// A time.
package main

import (
	"time"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) { return time.Unix(0, 0).UTC(), nil }

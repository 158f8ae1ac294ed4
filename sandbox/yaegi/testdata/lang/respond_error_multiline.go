// An error with several lines.
package main

import (
	"fmt"
	"io"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) { return nil, fmt.Errorf("a\nb: %w", io.EOF) }

// A list of everything as response.
package main

import (
	"time"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return []any{1, "a", nil, 2.5, map[string]any{"t": time.Unix(0, 0).UTC(), "d": time.Second, "b": []byte("x")}, []string(nil), struct{}{}}, nil
}

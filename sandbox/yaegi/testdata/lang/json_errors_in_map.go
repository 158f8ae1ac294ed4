// Errors in a returned map.
package main

import (
	"errors"

	"github.com/picloud/picloud/sdk"
)

type E struct{ N int }

func (e E) Error() string { return "E" }
func Handle(ctx *sdk.Context) (any, error) {
	return map[string]any{"err": E{1}, "e2": errors.New("x")}, nil
}

// A wrapped error with a status keeps its status.
package main

import (
	"fmt"

	"github.com/picloud/picloud/sdk"
)

func load(id string) error {
	return fmt.Errorf("loading %s: %w", id, sdk.Error(409, "busy"))
}
func Handle(ctx *sdk.Context) (any, error) {
	if err := load("x"); err != nil {
		return nil, err
	}
	return "unreachable", nil
}

// A type assertion finds the status of an sdk error.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	err := sdk.Error(418, "tea")
	if se, ok := err.(*sdk.StatusError); ok {
		return map[string]any{"s": se.Status, "m": se.Message}, nil
	}
	return nil, err
}

// errors.As finds the status of an sdk error.
package main

import (
	"errors"
	"fmt"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var se *sdk.StatusError
	err := fmt.Errorf("w: %w", sdk.Error(418, "tea"))
	if errors.As(err, &se) {
		return se.Status, nil
	}
	return nil, err
}

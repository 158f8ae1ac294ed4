// errors.As with an error type of the script that is a value.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type VErr struct{ K string }

func (v VErr) Error() string { return "v " + v.K }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var v VErr
	out = append(out, fmt.Sprintln(errors.As(fmt.Errorf("wrapped: %w", VErr{"k"}), &v), v.K))
	return strings.Join(out, ""), nil
}

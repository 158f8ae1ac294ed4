// Errors of the script joined, wrapped and printed.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type E struct{ n int }

func (e *E) Error() string { return "E" }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	errs := []error{&E{1}}
	out = append(out, fmt.Sprintln(errs))
	out = append(out, fmt.Sprintln(errors.Join(errs...)))
	out = append(out, fmt.Sprintln(fmt.Errorf("x: %w, %v", errs[0], errs[0])))
	return strings.Join(out, ""), nil
}

// errors.As with an error type of the library.
package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	_, err := strconv.Atoi("x1")
	var ne *strconv.NumError
	if errors.As(fmt.Errorf("wrapped: %w", err), &ne) {
		out = append(out, fmt.Sprintln(ne.Func, ne.Num, ne.Err))
	}
	if ne, ok := err.(*strconv.NumError); ok {
		out = append(out, fmt.Sprintln(ne.Num))
	}
	return strings.Join(out, ""), nil
}

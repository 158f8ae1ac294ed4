// %w with a script error made on the spot.
package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type E struct{ Code int }

func (e *E) Error() string { return "code " + strconv.Itoa(e.Code) }
func f(n int) error        { return fmt.Errorf("f: %w", &E{n}) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	err := f(3)
	var e *E
	out = append(out, fmt.Sprintln(err, errors.As(err, &e)))
	out = append(out, fmt.Sprintln(e.Code))
	return strings.Join(out, ""), nil
}

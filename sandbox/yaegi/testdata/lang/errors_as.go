// errors.As with a pointer error type of the script.
package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Err struct{ Code int }

func (e *Err) Error() string { return "code " + strconv.Itoa(e.Code) }
func wrap(e error) error     { return fmt.Errorf("wrapped: %w", e) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	err := wrap(wrap(&Err{42}))
	var e *Err
	if errors.As(err, &e) {
		out = append(out, fmt.Sprintln(e.Code, e))
	}
	out = append(out, fmt.Sprintln(err))
	out = append(out, fmt.Sprintln(errors.As(errors.New("plain"), &e), errors.As(nil, &e)))
	return strings.Join(out, ""), nil
}

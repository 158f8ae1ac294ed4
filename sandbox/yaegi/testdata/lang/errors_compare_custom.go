// Custom errors compared with == and through errors.Is.
package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type E struct{ Code int }

func (e E) Error() string { return "e" + strconv.Itoa(e.Code) }

var sentinel error = E{1}

func f() error { return E{1} }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(f() == sentinel, errors.Is(f(), sentinel), f() == error(E{2}), errors.Is(fmt.Errorf("x: %w", f()), sentinel)))
	return strings.Join(out, ""), nil
}

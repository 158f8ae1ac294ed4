// errors.Join and several %w.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

var e1, e2 = errors.New("one"), errors.New("two")

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	j := errors.Join(e1, nil, e2)
	out = append(out, fmt.Sprintln(strings.ReplaceAll(j.Error(), "\n", ";"), errors.Is(j, e1), errors.Is(j, e2)))
	out = append(out, fmt.Sprintln(errors.Join(nil, nil) == nil))
	w := fmt.Errorf("ctx: %w and %w", e1, e2)
	out = append(out, fmt.Sprintln(w, errors.Is(w, e2)))
	return strings.Join(out, ""), nil
}

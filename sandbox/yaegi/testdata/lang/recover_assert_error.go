// The common form: recover and convert to an error result.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func do(f func() int) (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			if e, ok := r.(error); ok {
				err = fmt.Errorf("panicked: %w", e)
			} else {
				err = fmt.Errorf("panicked: %v", r)
			}
		}
	}()
	return f(), nil
}

var errBase = errors.New("base")

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	n, err := do(func() int { return 5 })
	out = append(out, fmt.Sprintln(n, err))
	n, err = do(func() int { panic("s") })
	out = append(out, fmt.Sprintln(n, err))
	n, err = do(func() int { panic(errBase) })
	out = append(out, fmt.Sprintln(n, err, errors.Is(err, errBase)))
	return strings.Join(out, ""), nil
}

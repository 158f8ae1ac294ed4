// Sentinels, wrapping with %w, errors.Is and Unwrap.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

var ErrNotFound = errors.New("not found")
var ErrDenied = errors.New("denied")

func get(k string) error {
	switch k {
	case "a":
		return nil
	case "b":
		return fmt.Errorf("get %q: %w", k, ErrNotFound)
	case "c":
		return fmt.Errorf("outer: %w", fmt.Errorf("inner %d: %w", 1, ErrDenied))
	}
	return errors.New("not found")
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for _, k := range []string{"a", "b", "c", "d"} {
		err := get(k)
		out = append(out, fmt.Sprintln(err, errors.Is(err, ErrNotFound), errors.Is(err, ErrDenied)))
	}
	out = append(out, fmt.Sprintln(errors.Unwrap(get("b")) == ErrNotFound, errors.Unwrap(ErrDenied) == nil))
	out = append(out, fmt.Sprintln(errors.Unwrap(errors.Unwrap(get("c"))) == ErrDenied))
	return strings.Join(out, ""), nil
}

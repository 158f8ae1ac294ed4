// errors.Is through an Unwrap method.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

var ErrA = errors.New("a")

type Op struct {
	Name string
	Err  error
}

func (o *Op) Error() string { return o.Name + ": " + o.Err.Error() }
func (o *Op) Unwrap() error { return o.Err }
func do() error             { return &Op{"read", ErrA} }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	err := do()
	out = append(out, fmt.Sprintln(err, errors.Is(err, ErrA), errors.Unwrap(err) == ErrA))
	w := fmt.Errorf("w: %w", err)
	out = append(out, fmt.Sprintln(w, errors.Is(w, ErrA)))
	return strings.Join(out, ""), nil
}

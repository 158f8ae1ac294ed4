// Cases that are interfaces: error, Stringer and ones of the script.
package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/picloud/picloud/sdk"
)

type Namer interface{ Name() string }
type P struct{}

func (P) Name() string { return "p" }

type S struct{}

func (S) String() string { return "s!" }

type E struct{}

func (E) Error() string { return "e!" }
func f(v any) string {
	switch x := v.(type) {
	case error:
		return "error " + x.Error()
	case fmt.Stringer:
		return "stringer " + x.String()
	case Namer:
		return "namer " + x.Name()
	}
	return "none"
}
func Handle(ctx *sdk.Context) (any, error) {
	return []string{f(P{}), f(S{}), f(E{}), f(errors.New("std")), f(time.Second), f(1), f(nil)}, nil
}

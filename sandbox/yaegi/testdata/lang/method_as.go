// A method As.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type E struct{ A int }

func (e *E) Error() string      { return "e" }
func (e *E) As(target any) bool { return false }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var err error = &E{1}
	out = append(out, fmt.Sprintln(err))
	return strings.Join(out, ""), nil
}

// Errors and structs with errors compared.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var e1, e2 error = errors.New("x"), errors.New("x")
	out = append(out, fmt.Sprintln(e1 == e2, e1 == e1, e1 != nil))
	type Sen struct{ e error }
	s := Sen{e1}
	out = append(out, fmt.Sprintln(s.e == e1, s == Sen{e1}, s == Sen{e2}))
	return strings.Join(out, ""), nil
}

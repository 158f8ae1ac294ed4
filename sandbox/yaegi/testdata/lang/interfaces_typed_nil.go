// A nil pointer in an interface is not a nil interface.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type E struct{}

func (*E) Error() string { return "E" }
func bad() error {
	var e *E
	return e
}
func good() error { return nil }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(bad() == nil, good() == nil, bad() != nil))
	var p *int
	var a any = p
	out = append(out, fmt.Sprintln(a == nil))
	var m map[string]int
	a = m
	out = append(out, fmt.Sprintln(a == nil))
	return strings.Join(out, ""), nil
}

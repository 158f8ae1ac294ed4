// Format and GoString methods.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type G int

func (g G) GoString() string           { return "gs" }
func (g G) Format(f fmt.State, c rune) { fmt.Fprint(f, "fmt") }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(fmt.Sprint(G(1))))
	return strings.Join(out, ""), nil
}

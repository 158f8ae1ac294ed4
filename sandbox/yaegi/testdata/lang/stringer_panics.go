// fmt reports a panic in a String method.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ v int }

func (t T) String() string { panic("in String") }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(fmt.Sprint(T{1})))
	return strings.Join(out, ""), nil
}

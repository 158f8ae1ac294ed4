// A named array with methods put into an any is a copy.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type A [2]int

func (a A) Sum() int { return a[0] + a[1] }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a := A{1, 2}
	var i any = a
	a[0] = 50
	out = append(out, fmt.Sprintln(i.(A).Sum()))
	return strings.Join(out, ""), nil
}

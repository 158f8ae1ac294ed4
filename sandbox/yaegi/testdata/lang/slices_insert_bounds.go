// slices.Insert behind the end panics.
package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := []int{1, 2, 3}
	out = append(out, fmt.Sprintln(slices.Insert(s, 5, 1)))
	return strings.Join(out, ""), nil
}

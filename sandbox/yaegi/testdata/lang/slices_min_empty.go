// slices.Min of nothing panics.
package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(slices.Min([]int{})))
	return strings.Join(out, ""), nil
}

// slices.MaxFunc of nothing panics.
package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(slices.MaxFunc([]string{}, strings.Compare)))
	return strings.Join(out, ""), nil
}

// Comparing elements that are interface values.
package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	l := []any{1, "a"}
	out = append(out, fmt.Sprintln(slices.Contains(l, 1)))
	return strings.Join(out, ""), nil
}

// A slice of any as the only variadic argument.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func count(args ...any) int { return len(args) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(count(), count(nil), count(nil, nil), count([]any{1, 2, 3}...), count([]any{1, 2}), count([]int{1, 2})))
	return strings.Join(out, ""), nil
}

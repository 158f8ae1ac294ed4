// A map keyed by any with script structs and named types.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type K struct{ A, B int }
type N int

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	m := map[any]int{K{1, 2}: 1, N(1): 2, 1: 3}
	out = append(out, fmt.Sprintln(m[K{1, 2}], m[N(1)], m[1], len(m)))
	return strings.Join(out, ""), nil
}

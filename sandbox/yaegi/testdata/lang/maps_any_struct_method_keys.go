// Keys of type any that are structs with methods.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type K struct{ A, B int }

func (k K) Name() string { return "k" }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	m := map[any]int{}
	k := K{1, 2}
	m[k] = 5
	out = append(out, fmt.Sprintln(m[k], len(m)))
	out = append(out, fmt.Sprintln(m[K{1, 2}], any(k) == any(K{1, 2})))
	return strings.Join(out, ""), nil
}

// A generic search over values of type any.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Index[T comparable](xs []T, v T) int {
	for i, x := range xs {
		if x == v {
			return i
		}
	}
	return -1
}

type A struct{ N int }
type B struct{ N int }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(Index([]any{A{1}, B{1}}, any(B{1}))))
	return strings.Join(out, ""), nil
}

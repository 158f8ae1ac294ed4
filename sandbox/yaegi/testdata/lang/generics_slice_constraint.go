// A constraint on slice types.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Filter[S ~[]E, E any](s S, f func(E) bool) S {
	var out S
	for _, e := range s {
		if f(e) {
			out = append(out, e)
		}
	}
	return out
}

type IDs []int

func (i IDs) Len() int { return len(i) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(Filter(IDs{1, 2, 3, 4}, func(i int) bool { return i > 2 }).Len(), Filter([]string{"a", "bb"}, func(s string) bool { return len(s) > 1 })))
	return strings.Join(out, ""), nil
}

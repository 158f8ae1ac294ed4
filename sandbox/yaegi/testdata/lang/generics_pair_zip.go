// A generic pair and zip.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Pair[A, B any] struct {
	First  A
	Second B
}

func Zip[A, B any](a []A, b []B) []Pair[A, B] {
	out := make([]Pair[A, B], min(len(a), len(b)))
	for i := range out {
		out[i] = Pair[A, B]{a[i], b[i]}
	}
	return out
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	z := Zip([]int{1, 2, 3}, []string{"a", "b"})
	out = append(out, fmt.Sprintln(len(z), z[1].First, z[1].Second))
	for _, p := range z {
		out = append(out, fmt.Sprintln(p.First, p.Second))
	}
	return strings.Join(out, ""), nil
}

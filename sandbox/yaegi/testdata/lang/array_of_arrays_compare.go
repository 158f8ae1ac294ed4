// Arrays and structs of comparable parts compare by value.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type K struct {
	A [2]int
	B string
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	x := K{[2]int{1, 2}, "a"}
	y := K{[2]int{1, 2}, "a"}
	out = append(out, fmt.Sprintln(x == y, &x == &y, x != K{}))
	m := map[K]int{x: 1}
	m[y]++
	out = append(out, fmt.Sprintln(m[x], len(m)))
	m2 := map[[2]string]int{}
	m2[[2]string{"a", "b"}] = 5
	out = append(out, fmt.Sprintln(m2[[2]string{"a", "b"}], m2[[2]string{"b", "a"}]))
	return strings.Join(out, ""), nil
}

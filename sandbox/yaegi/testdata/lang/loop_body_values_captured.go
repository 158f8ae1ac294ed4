// Variables of every other kind in a loop body belong to one iteration.
package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ N int }

func (t T) M() int { return t.N }
func mk(n int) []T { return []T{{n}} }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var fs []func() string
	xs := []int{5, 6, 7}
	for i, x := range xs {
		a := i * 2
		b := strconv.Itoa(x)
		c := append([]int{}, x)
		d := make(map[int]int, i)
		d[i] = x
		e := mk(x)
		f := xs[i:]
		g := func() int { return x }
		h := T{x}.M
		j := any(x)
		k := &xs[i]
		l, m := i, x
		fs = append(fs, func() string { return fmt.Sprint(a, b, c, d, e[0].N, len(f), g(), h(), j, *k, l, m) })
	}
	for _, f := range fs {
		out = append(out, fmt.Sprintln(f()))
	}
	return strings.Join(out, ""), nil
}

// Variables made from literals in a loop body belong to one iteration.
package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ N int }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var fs []func() string
	for i := range 3 {
		s := []int{i}
		a := [2]int{i, 1}
		m := map[string]int{"a": i}
		b := []byte{'a' + byte(i)}
		t := T{i}
		p := &T{i}
		n := [][]int{{i}}
		var v = []T{{i}}
		fs = append(fs, func() string { return fmt.Sprint(s, a, m, string(b), t.N, p.N, n, v[0].N) })
	}
	for i := 0; i < 2; i++ {
		s := []string{strconv.Itoa(i)}
		fs = append(fs, func() string { return func() string { return s[0] }() })
		defer func() { s = nil }()
	}
	for _, k := range []string{"x", "y"} {
		row := map[string]any{"k": k}
		fs = append(fs, func() string { return fmt.Sprint(row["k"]) })
	}
	for _, f := range fs {
		out = append(out, fmt.Sprintln(f()))
	}
	return strings.Join(out, ""), nil
}

// Parameters are local variables.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func f(n int, s string, sl []int, m map[string]int, p *int) int {
	n++
	s += "!"
	sl[0] = n
	sl = append(sl, 1)
	m["k"] = n
	m = nil
	*p = n
	p = nil
	return len(s) + len(sl)
}
func unnamed(int, string) string       { return "u" }
func blank(_ int, _ string, x int) int { return x }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	n, s, sl, m, p := 1, "s", []int{0}, map[string]int{}, 0
	out = append(out, fmt.Sprintln(f(n, s, sl, m, &p), n, s, sl, m, p))
	out = append(out, fmt.Sprintln(unnamed(1, ""), blank(1, "", 5)))
	return strings.Join(out, ""), nil
}

// Maps: zero values, comma ok, delete, len, nil maps, nested.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	m := map[string]int{"a": 1}
	v, ok := m["b"]
	out = append(out, fmt.Sprintln(v, ok, m["a"], len(m)))
	m["b"]++
	m["b"] += 5
	delete(m, "a")
	delete(m, "zz")
	out = append(out, fmt.Sprintln(m, len(m)))
	var n map[string]int
	out = append(out, fmt.Sprintln(n["x"], len(n), n == nil))
	for range n {
		out = append(out, fmt.Sprintln("never"))
	}
	if _, ok := n["q"]; !ok {
		out = append(out, fmt.Sprintln("absent"))
	}
	g := map[string][]string{}
	g["k"] = append(g["k"], "v1")
	g["k"] = append(g["k"], "v2")
	out = append(out, fmt.Sprintln(g))
	c := map[string]map[string]int{}
	for _, k := range []string{"a.x", "a.y", "b.x", "a.x"} {
		l, r, _ := strings.Cut(k, ".")
		if c[l] == nil {
			c[l] = map[string]int{}
		}
		c[l][r]++
	}
	out = append(out, fmt.Sprintln(c))
	set := map[rune]struct{}{}
	for _, r := range "hello" {
		set[r] = struct{}{}
	}
	out = append(out, fmt.Sprintln(len(set)))
	_, has := set['h']
	out = append(out, fmt.Sprintln(has))
	alias := m
	alias["new"] = 1
	out = append(out, fmt.Sprintln(m["new"]))
	return strings.Join(out, ""), nil
}

// Maps of slices and maps keyed by structs.
package main

import (
	"fmt"
	"sort"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	m := map[string][]int{"a": {3, 1, 2}, "b": nil}
	for k, v := range m {
		sort.Ints(v)
		m[k] = append(v, 9)
	}
	out = append(out, fmt.Sprintln(m))
	for k := range m {
		m[k][0] = 0
	}
	out = append(out, fmt.Sprintln(m))
	total := 0
	for _, vs := range m {
		for _, v := range vs {
			total += v
		}
	}
	out = append(out, fmt.Sprintln(total))
	delete(m, "a")
	_, ok := m["a"]
	out = append(out, fmt.Sprintln(ok, len(m)))
	type key struct {
		a string
		b int
	}
	mk := map[key]map[string]int{}
	k := key{"x", 1}
	if mk[k] == nil {
		mk[k] = map[string]int{}
	}
	mk[k]["q"]++
	mk[key{"x", 1}]["q"] += 2
	out = append(out, fmt.Sprintln(mk[k]["q"], len(mk)))
	return strings.Join(out, ""), nil
}

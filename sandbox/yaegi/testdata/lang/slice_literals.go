// Indexed literals, elided types, nesting.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type P struct{ X, Y int }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln([]int{5: 1, 2, 1: 9}, []string{'b' - 'a': "x"}))
	out = append(out, fmt.Sprintln([]P{{1, 2}, {X: 3}}, [][]int{{1}, {2, 3}, nil}, []map[string]int{{"a": 1}, nil}))
	ps := []*P{{1, 2}, {Y: 4}}
	out = append(out, fmt.Sprintln(*ps[0], ps[1].Y, len(ps)))
	m := map[P][]string{{1, 2}: {"a", "b"}, {3, 4}: nil}
	out = append(out, fmt.Sprintln(m[P{1, 2}], len(m)))
	n := map[string]map[string]P{"a": {"b": {1, 2}}}
	out = append(out, fmt.Sprintln(n["a"]["b"].Y, n["x"]["y"].X))
	a := [...][2]P{{{1, 2}, {3, 4}}, {{5, 6}}}
	out = append(out, fmt.Sprintln(a, len(a)))
	mp := map[string]*P{"k": {7, 8}}
	mp["k"].X++
	out = append(out, fmt.Sprintln(mp["k"].X))
	an := []struct {
		Name string
		Want int
	}{{"a", 1}, {"b", 2}}
	for _, c := range an {
		out = append(out, fmt.Sprintln(c.Name, c.Want))
	}
	return strings.Join(out, ""), nil
}

// Two-dimensional arrays: rows, copies, pointers, slices.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var grid [3][4]int
	for i := range grid {
		for j := range grid[i] {
			grid[i][j] = i * j
		}
	}
	out = append(out, fmt.Sprintln(grid, len(grid), len(grid[0])))
	row := grid[2]
	row[3] = 100
	out = append(out, fmt.Sprintln(grid[2][3]))
	g2 := grid
	g2[1][1] = 50
	out = append(out, fmt.Sprintln(grid[1][1], grid == g2))
	p := &grid[2]
	p[0] = 7
	out = append(out, fmt.Sprintln(grid[2][0]))
	for _, r := range grid {
		r[0] = 99
	}
	out = append(out, fmt.Sprintln(grid[0][0]))
	s := grid[1][:]
	s[0] = 5
	out = append(out, fmt.Sprintln(grid[1]))
	f := func(g [3][4]int) int { g[0][0] = 1; return g[0][0] }
	out = append(out, fmt.Sprintln(f(grid), grid[0][0]))
	m := map[string][2]int{"a": {1, 2}}
	v := m["a"]
	v[0] = 9
	out = append(out, fmt.Sprintln(m["a"], v))
	return strings.Join(out, ""), nil
}

// Grouping and pruning in one pass.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	groups := map[int][]int{}
	for i := 1; i <= 9; i++ {
		groups[i%3] = append(groups[i%3], i)
	}
	for k, g := range groups {
		if len(g) > 0 && g[0] == 1 {
			delete(groups, k)
			continue
		}
		groups[k] = g[1:]
	}
	out = append(out, fmt.Sprintln(groups))
	return strings.Join(out, ""), nil
}

// Composite literals in the init statements of if, switch and for.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	if x, y := 1, []int{2}; x == 1 {
		out = append(out, fmt.Sprintln(x, y))
	}
	if m, ok := map[string]int{"a": 1}, true; ok {
		out = append(out, fmt.Sprintln(m))
	}
	switch a, b := [2]int{1, 2}, 5; {
	case b == 5:
		out = append(out, fmt.Sprintln(a, b))
	}
	for i, s := 0, []int{4, 5}; i < len(s); i++ {
		out = append(out, fmt.Sprintln(i, s[i]))
	}
	if t := (struct{ N int }{7}); t.N > 5 {
		out = append(out, fmt.Sprintln(t.N))
	} else if u, v := []string{"u"}, t.N; v > 1 {
		out = append(out, fmt.Sprintln(u))
	}
	return strings.Join(out, ""), nil
}

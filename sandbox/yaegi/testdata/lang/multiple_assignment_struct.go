// Swapping struct values and fields.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ A, B int }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	x, y := T{1, 2}, T{3, 4}
	x, y = y, x
	out = append(out, fmt.Sprintln(x.A, x.B, y.A, y.B))
	x.A, x.B = x.B, x.A
	out = append(out, fmt.Sprintln(x.A, x.B))
	s := []T{{1, 2}, {3, 4}, {5, 6}}
	s[0], s[2] = s[2], s[0]
	out = append(out, fmt.Sprintln(s[0].A, s[1].A, s[2].A))
	s[0].A, s[1].A = s[1].A, s[0].A
	out = append(out, fmt.Sprintln(s[0].A, s[1].A))
	p, q := &s[0], &s[1]
	*p, *q = *q, *p
	out = append(out, fmt.Sprintln(s[0].A, s[0].B, s[1].A, s[1].B))
	arr := [2][2]int{{1, 2}, {3, 4}}
	arr[0], arr[1] = arr[1], arr[0]
	out = append(out, fmt.Sprintln(arr))
	m := map[string]T{"a": {1, 2}, "b": {3, 4}}
	m["a"], m["b"] = m["b"], m["a"]
	out = append(out, fmt.Sprintln(m["a"].A, m["b"].A))
	x, y = y, T{9, 9}
	out = append(out, fmt.Sprintln(x.A, y.A))
	return strings.Join(out, ""), nil
}

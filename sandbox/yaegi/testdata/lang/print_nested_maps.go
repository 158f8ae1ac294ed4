// Maps print with sorted keys at every level.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	m := map[string]any{
		"z": 1, "a": []any{1, "two", nil, 3.5, true},
		"m": map[string]any{"y": map[int]string{3: "c", 1: "a"}, "b": nil},
	}
	out = append(out, fmt.Sprintln(m))
	out = append(out, fmt.Sprintln(map[float64]bool{2.5: true, -1: false}, map[bool]int{true: 1, false: 0}, map[[2]int]string{{2, 1}: "b", {1, 2}: "a"}))
	return strings.Join(out, ""), nil
}

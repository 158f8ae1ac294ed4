// Loops over the iterators of slices, maps and strings.
package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for i, v := range slices.All([]string{"a", "b"}) {
		out = append(out, fmt.Sprintln(i, v))
	}
	for i, v := range slices.Backward([]int{1, 2, 3}) {
		out = append(out, fmt.Sprintln(i, v))
	}
	for c := range slices.Chunk([]int{1, 2, 3, 4, 5}, 2) {
		out = append(out, fmt.Sprintln(c))
	}
	for _, k := range slices.Sorted(maps.Keys(map[string]int{"b": 1, "a": 2})) {
		out = append(out, fmt.Sprintln(k))
	}
	total := 0
	for v := range maps.Values(map[string]int{"b": 1, "a": 2}) {
		total += v
	}
	out = append(out, fmt.Sprintln(total))
	for part := range strings.SplitSeq("a,b,c", ",") {
		out = append(out, fmt.Sprintln(part))
	}
	for line := range strings.Lines("one\ntwo\n") {
		out = append(out, "> ", line)
	}
	for f := range strings.FieldsSeq(" x  y ") {
		out = append(out, fmt.Sprintln(f))
	}
	return strings.Join(out, ""), nil
}

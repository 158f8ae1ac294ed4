// The package maps.
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
	m := map[string]int{"a": 1, "b": 2}
	c := maps.Clone(m)
	c["z"] = 26
	out = append(out, fmt.Sprintln(len(m), len(c), maps.Equal(m, map[string]int{"a": 1, "b": 2})))
	maps.Copy(m, map[string]int{"q": 5})
	maps.DeleteFunc(m, func(k string, v int) bool { return v == 1 })
	out = append(out, fmt.Sprintln(m))
	keys := slices.Collect(maps.Keys(m))
	slices.Sort(keys)
	out = append(out, fmt.Sprintln(keys))
	return strings.Join(out, ""), nil
}

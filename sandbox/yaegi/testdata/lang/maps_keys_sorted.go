// Collecting and sorting keys.
package main

import (
	"fmt"
	"sort"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	m := map[string]int{"pear": 3, "apple": 5, "fig": 3}
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	out = append(out, fmt.Sprintln(keys))
	sort.Slice(keys, func(i, j int) bool {
		if m[keys[i]] != m[keys[j]] {
			return m[keys[i]] > m[keys[j]]
		}
		return keys[i] < keys[j]
	})
	out = append(out, fmt.Sprintln(keys))
	inv := map[int][]string{}
	for _, k := range keys {
		inv[m[k]] = append(inv[m[k]], k)
	}
	out = append(out, fmt.Sprintln(inv))
	return strings.Join(out, ""), nil
}

// maps.Keys, Values, Clone, Copy, Equal, DeleteFunc, All, Collect and Insert.
package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	m := map[string]int{"a": 1, "b": 2, "c": 3}
	c := maps.Clone(m)
	c["d"] = 4
	out = append(out, fmt.Sprintln(len(m), len(c), maps.Equal(m, c), maps.Equal(m, maps.Clone(m)), maps.Clone(map[string]int(nil)) == nil))
	maps.DeleteFunc(c, func(k string, v int) bool { return v%2 == 0 })
	out = append(out, fmt.Sprintln(slices.Sorted(maps.Keys(c)), slices.Sorted(maps.Values(m))))
	maps.Copy(c, map[string]int{"z": 26})
	out = append(out, fmt.Sprintln(c["z"], maps.EqualFunc(map[int]int{1: 2}, map[int]string{1: "2"}, func(a int, b string) bool { return strconv.Itoa(a) == b })))
	e := maps.Collect(maps.All(m))
	maps.Insert(e, maps.All(map[string]int{"q": 9}))
	out = append(out, fmt.Sprintln(e, maps.Collect(slices.All([]string{"x", "y"}))))
	return strings.Join(out, ""), nil
}

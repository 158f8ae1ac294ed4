// Op-assign on map elements and comma-ok forms in statements.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	m := map[string]int{}
	i := 0
	key := func() string { i++; return "k" }
	m[key()] += 5
	m[key()]++
	out = append(out, fmt.Sprintln(m, i))
	if v, ok := m["k"]; ok && v == 6 {
		out = append(out, fmt.Sprintln("six"))
	} else if !ok {
		out = append(out, fmt.Sprintln("none", v))
	}
	var ok bool
	_, ok = m["z"]
	out = append(out, fmt.Sprintln(ok))
	v, _ := m["k"]
	out = append(out, fmt.Sprintln(v))
	arr := []int{1, 2, 3}
	next := func() int { i++; return i - 3 }
	arr[next()] += 10
	arr[next()]--
	out = append(out, fmt.Sprintln(arr, i))
	return strings.Join(out, ""), nil
}

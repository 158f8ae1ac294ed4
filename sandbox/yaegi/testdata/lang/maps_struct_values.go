// Maps of structs: read a field, replace the value, pointers.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Stat struct {
	N    int
	Sum  float64
	Tags []string
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	m := map[string]Stat{}
	for i, k := range []string{"a", "b", "a"} {
		s := m[k]
		s.N++
		s.Sum += float64(i)
		s.Tags = append(s.Tags, fmt.Sprint(i))
		m[k] = s
	}
	out = append(out, fmt.Sprintln(m["a"].N, m["a"].Sum, m["a"].Tags, m["b"].N, m["zz"].N))
	pm := map[string]*Stat{}
	for _, k := range []string{"a", "b", "a"} {
		if pm[k] == nil {
			pm[k] = &Stat{}
		}
		pm[k].N++
	}
	out = append(out, fmt.Sprintln(pm["a"].N, pm["b"].N))
	mf := map[string]func(int) int{"dbl": func(i int) int { return 2 * i }}
	out = append(out, fmt.Sprintln(mf["dbl"](4), mf["no"] == nil))
	return strings.Join(out, ""), nil
}

// Types declared in functions, with the same name in different scopes.
package main

import (
	"fmt"
	"sort"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func a() string {
	type T struct{ A int }
	return fmt.Sprint(T{1}.A)
}
func b() string {
	type T struct{ B string }
	type L []T
	l := L{{"x"}, {"y"}}
	return l[1].B + fmt.Sprint(len(l))
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	type kv struct {
		k string
		v int
	}
	var kvs []kv
	for k, v := range map[string]int{"a": 3, "b": 1, "c": 2} {
		kvs = append(kvs, kv{k, v})
	}
	sort.Slice(kvs, func(i, j int) bool { return kvs[i].v > kvs[j].v })
	out = append(out, fmt.Sprintln(kvs[0].k, kvs[1].k, kvs[2].v, a(), b()))
	type state int
	const (
		idle state = iota
		busy
	)
	s := idle
	if s == idle {
		s = busy
	}
	out = append(out, fmt.Sprintln(int(s)))
	return strings.Join(out, ""), nil
}

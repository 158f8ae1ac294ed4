// Every turn of a for loop has its own variable.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var fs []func() int
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { i += 10; return i })
	}
	for _, f := range fs {
		out = append(out, fmt.Sprintln(f(), f()))
	}
	fs = nil
	for i, s := range []string{"a", "b", "c"} {
		fs = append(fs, func() int { return i + len(s) + int(s[0]) })
	}
	for _, f := range fs {
		out = append(out, fmt.Sprintln(f()))
	}
	var ptrs []*int
	for i := 0; i < 3; i++ {
		ptrs = append(ptrs, &i)
	}
	out = append(out, fmt.Sprintln(*ptrs[0], *ptrs[1], *ptrs[2]))
	m := map[string]func() string{}
	for k, v := range map[string]int{"a": 1, "b": 2} {
		m[k] = func() string { return fmt.Sprint(k, v) }
	}
	out = append(out, fmt.Sprintln(m["a"](), m["b"]()))
	var gs []func()
	total := 0
	for i := range 4 {
		gs = append(gs, func() { total += i })
	}
	for _, g := range gs {
		g()
	}
	out = append(out, fmt.Sprintln(total))
	return strings.Join(out, ""), nil
}

// Variadic calls: none, some, forwarded, nil, any.
package main

import (
	"fmt"
	"path"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func sum(base int, ns ...int) (t int) {
	t = base
	for _, n := range ns {
		t += n
	}
	return
}
func count(args ...any) int          { return len(args) }
func fwd(args ...any) string         { return fmt.Sprint(args...) }
func fwd2(f string, a ...any) string { return "[" + fmt.Sprintf(f, a...) + "]" }
func mod(ns ...int)                  { ns[0] = 100 }
func isNil(ns ...int) bool           { return ns == nil }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(sum(1), sum(1, 2, 3), sum(0, []int{4, 5}...), sum(1, nil...)))
	out = append(out, fmt.Sprintln(count(), count(nil), count(nil, nil), count([]any{1, 2, 3}...), count([]any{1, 2}), count([]int{1, 2})))
	out = append(out, fmt.Sprintln(fwd("a", 1, 2), fwd2("%d-%s", 5, "x")))
	s := []int{1, 2}
	mod(s...)
	mod(1, 2)
	out = append(out, fmt.Sprintln(s, isNil(), isNil(s...), isNil(s[:0]...)))
	f := func(pre string, xs ...string) string { return pre + strings.Join(xs, pre) }
	out = append(out, fmt.Sprintln(f("-", "a", "b"), f("-")))
	g := func(fs ...func(int) int) int {
		v := 1
		for _, f := range fs {
			v = f(v)
		}
		return v
	}
	out = append(out, fmt.Sprintln(g(func(i int) int { return i + 1 }, func(i int) int { return i * 10 })))
	all := append([]string{}, strings.Fields("a b")...)
	out = append(out, fmt.Sprintln(path.Join(all...), len(all)))
	return strings.Join(out, ""), nil
}

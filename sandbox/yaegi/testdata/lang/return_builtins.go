// Builtin calls among several results.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func a(v string) (string, int)             { return v, len(v) }
func b(m map[string]int) (int, int, bool)  { v, ok := m["a"]; return v, len(m), ok }
func c(v []int) ([]int, int, int)          { return v, len(v), cap(v) }
func d(v []int) (int, []int, error)        { return len(v), append(v, 2), nil }
func e(v []int) (string, []int)            { return "e", make([]int, len(v)) }
func f(v []int) (bool, int)                { return v == nil, copy(v, v) }
func g(x int) (string, int, *int)          { return "g", max(x, 3), new(int) }
func h(x float64) (string, float64, []int) { return "h", real(complex(x, 1)), append([]int{}, 1, 2) }
func i(v any) (string, int) {
	switch v := v.(type) {
	case string:
		return v, len(v)
	case []int:
		return "ints", cap(v)
	}
	return "?", 0
}
func j(s string) (n int, rest string, k int) {
	if s == "" {
		return
	}
	return len(s), s[1:], len(s[1:])
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(a("abc")))
	out = append(out, fmt.Sprintln(b(map[string]int{"a": 5, "b": 1})))
	out = append(out, fmt.Sprintln(c([]int{1, 2})))
	out = append(out, fmt.Sprintln(d([]int{1})))
	out = append(out, fmt.Sprintln(e([]int{1, 2})))
	out = append(out, fmt.Sprintln(f(nil)))
	x, y, p := g(1)
	out = append(out, fmt.Sprintln(x, y, *p))
	out = append(out, fmt.Sprintln(h(2.5)))
	out = append(out, fmt.Sprintln(i("ab")))
	out = append(out, fmt.Sprintln(i([]int{1})))
	out = append(out, fmt.Sprintln(j("")))
	out = append(out, fmt.Sprintln(j("xyz")))
	k := func(s string) (string, int, int) { return s + "!", len(s), len(s) * 2 }
	out = append(out, fmt.Sprintln(k("q")))
	return strings.Join(out, ""), nil
}

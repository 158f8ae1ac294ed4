// The range expression is evaluated once; appends inside are not seen.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := []int{1, 2, 3}
	for i, v := range s {
		if i == 0 {
			s = append(s, 4, 5)
			s[1] = 100
		}
		out = append(out, fmt.Sprintln(i, v))
	}
	out = append(out, fmt.Sprintln(len(s)))
	n := 3
	for i := range n {
		n = 10
		out = append(out, fmt.Sprintln(i))
	}
	calls := 0
	get := func() []int { calls++; return []int{1, 2} }
	for range get() {
	}
	out = append(out, fmt.Sprintln(calls))
	t := []int{1, 2, 3}
	for i, v := range t {
		t[2] = 10
		if i == 2 {
			out = append(out, fmt.Sprintln(v))
		}
	}
	str := "abc"
	for i, c := range str {
		str = "z"
		out = append(out, fmt.Sprintln(i, string(c)))
	}
	out = append(out, fmt.Sprintln(str))
	for i := 0; i < len(t); i++ {
		if t[i] == 2 {
			t = append(t[:i], t[i+1:]...)
			i--
		}
	}
	out = append(out, fmt.Sprintln(t))
	return strings.Join(out, ""), nil
}

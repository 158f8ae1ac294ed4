// Ranging over an iterator function.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func count(n int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n; i++ {
			if !yield(i) {
				return
			}
		}
	}
}
func pairs(m []string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		for i, s := range m {
			if !yield(i, s) {
				return
			}
		}
	}
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	sum := 0
	for i := range count(10) {
		if i == 2 {
			continue
		}
		if i == 6 {
			break
		}
		sum += i
	}
	out = append(out, fmt.Sprintln(sum))
	for i, s := range pairs([]string{"a", "b"}) {
		out = append(out, fmt.Sprintln(i, s))
	}
	find := func(x int) string {
		for i := range count(100) {
			if i == x {
				return fmt.Sprint("found ", i)
			}
		}
		return "none"
	}
	out = append(out, fmt.Sprintln(find(7), find(700)))
	return strings.Join(out, ""), nil
}

// Recursion with named results and loops.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func perms(s string) (out []string) {
	if len(s) <= 1 {
		return []string{s}
	}
	for i, r := range s {
		for _, p := range perms(s[:i] + s[i+1:]) {
			out = append(out, string(r)+p)
		}
	}
	return
}
func tree(n int) (s string, size int) {
	if n == 0 {
		return ".", 1
	}
	for range 2 {
		sub, k := tree(n - 1)
		s += "(" + sub + ")"
		size += k
	}
	return
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(perms("abc")))
	out = append(out, fmt.Sprintln(tree(2)))
	return strings.Join(out, ""), nil
}

// Early returns with named results inside a range over a string.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func f(s string) (n int, rest string, ok bool) {
	for i, c := range s {
		if c < '0' || c > '9' {
			if i == 0 {
				return
			}
			return n, s[i:], true
		}
		n = n*10 + int(c-'0')
	}
	return n, "", s != ""
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(f("12ab")))
	out = append(out, fmt.Sprintln(f("x")))
	out = append(out, fmt.Sprintln(f("")))
	out = append(out, fmt.Sprintln(f("99")))
	return strings.Join(out, ""), nil
}

// Lists of conditions in a switch without a tag.
package main

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/picloud/picloud/sdk"
)

func class(r rune) string {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		return "letter"
	case unicode.IsDigit(r), r == '.', r == '-':
		return "number"
	case strings.ContainsRune(" \t", r):
		return "space"
	}
	return "other"
}
func any3(a, b, c bool) string {
	switch {
	case a, b:
		return "ab"
	case c, !a:
		return "c"
	default:
		return "none"
	}
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for _, r := range "aZ5.- !" {
		out = append(out, fmt.Sprintln(class(r)))
	}
	out = append(out, fmt.Sprintln(any3(true, false, false), any3(false, true, false), any3(false, false, true), any3(false, false, false)))
	n := 0
	f := func(v bool) bool { n++; return v }
	switch {
	case f(false), f(true), f(true):
		out = append(out, fmt.Sprintln("hit", n))
	}
	switch x := n; {
	case x > 100, x == 2:
		out = append(out, fmt.Sprintln("two"))
	}
	return strings.Join(out, ""), nil
}

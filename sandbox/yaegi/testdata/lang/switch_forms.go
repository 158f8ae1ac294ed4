// Expression, true, init, fallthrough, lists, default in the middle.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func grade(n int) string {
	switch {
	case n >= 90:
		return "A"
	case n >= 80:
		return "B"
	default:
		return "F"
	}
}
func kind(r rune) string {
	switch r {
	case 'a', 'e', 'i', 'o', 'u':
		return "vowel"
	case ' ':
	case 'y':
		fallthrough
	case 'w':
		return "semi"
	default:
		return "cons"
	}
	return "space"
}
func chain(n int) (out string) {
	switch n {
	case 1:
		out += "1"
		fallthrough
	case 2:
		out += "2"
		fallthrough
	case 3:
		out += "3"
	case 4:
		out += "4"
		if n == 4 {
			break
		}
		out += "no"
	default:
		out += "d"
	}
	return out + "."
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(grade(95), grade(85), grade(1)))
	for _, r := range "ay wx" {
		out = append(out, fmt.Sprintln(kind(r)))
	}
	out = append(out, fmt.Sprintln(chain(1), chain(2), chain(3), chain(4), chain(5)))
	switch x := len(ctx.Request.Params); {
	case x > 5:
		out = append(out, fmt.Sprintln("many"))
	case x > 0:
		out = append(out, fmt.Sprintln("some", x))
	}
	switch s := ctx.Request.Params["name"]; s {
	case "bob":
		out = append(out, fmt.Sprintln("b"))
	case "alice":
		out = append(out, fmt.Sprintln("a"))
	}
	n := 0
	f := func() int { n++; return 3 }
	switch f() {
	case 1, 2:
		out = append(out, fmt.Sprintln("12"))
	case f():
		out = append(out, fmt.Sprintln("same", n))
	}
	switch {
	}
	switch n {
	}
	switch x := 5; x {
	default:
		out = append(out, fmt.Sprintln("only"))
	}
	switch true {
	case n > 100:
		out = append(out, fmt.Sprintln("big"))
	case n < 100:
		out = append(out, fmt.Sprintln("small"))
	}
	return strings.Join(out, ""), nil
}

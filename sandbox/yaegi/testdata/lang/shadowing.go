// Redeclaration in inner scopes, := with one new variable, shadowed names of packages and types.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func two() (int, error)   { return 2, nil }
func three() (int, error) { return 3, errors.New("three") }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a, err := two()
	b, err := three()
	out = append(out, fmt.Sprintln(a, b, err))
	if a, err := two(); err == nil {
		a++
		out = append(out, fmt.Sprintln(a))
	} else {
		out = append(out, fmt.Sprintln("no"))
	}
	out = append(out, fmt.Sprintln(a, err))
	len := func(s string) int { return 42 }
	out = append(out, fmt.Sprintln(len("x")))
	string := "shadow"
	out = append(out, fmt.Sprintln(string))
	for a := a; a < 4; a++ {
		out = append(out, fmt.Sprintln("loop", a))
	}
	true := false
	out = append(out, fmt.Sprintln(true))
	{
		a := a * 10
		{
			a := a * 10
			a++
			_ = a
		}
		out = append(out, fmt.Sprintln(a))
	}
	func(a int) { a = 99 }(a)
	out = append(out, fmt.Sprintln(a))
	var e2 error
	if b > 0 {
		_, e2 = three()
		_, err := two()
		out = append(out, fmt.Sprintln(err))
	}
	out = append(out, fmt.Sprintln(e2, err))
	return strings.Join(out, ""), nil
}

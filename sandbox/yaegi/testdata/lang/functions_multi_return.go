// Multiple results passed on, ignored, returned by name.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func divmod(a, b int) (q, r int, err error) {
	if b == 0 {
		err = errors.New("zero")
		return
	}
	q = a / b
	r = a % b
	return
}
func add3(a, b int, err error) string { return fmt.Sprint(a+b, err) }
func pair() (string, int)             { return "p", 1 }
func wrap() (string, int)             { return pair() }
func shadow() (n int, err error) {
	n, err2 := 5, errors.New("x")
	_ = err2
	if n := 10; n > 5 {
		return n, nil
	}
	return
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(divmod(7, 2)))
	out = append(out, fmt.Sprintln(add3(divmod(7, 2))))
	_, r, _ := divmod(9, 4)
	out = append(out, fmt.Sprintln(r))
	out = append(out, fmt.Sprintln(wrap()))
	n, err := shadow()
	out = append(out, fmt.Sprintln(n, err))
	s, i := pair()
	s, j := pair()
	out = append(out, fmt.Sprintln(s, i, j))
	var x, y = pair()
	out = append(out, fmt.Sprintln(x, y))
	return strings.Join(out, ""), nil
}

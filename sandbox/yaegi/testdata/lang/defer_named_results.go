// A deferred closure changes the results.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func a() (n int) {
	defer func() { n *= 2 }()
	return 5
}
func b() (n int, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("b: %w", err)
			n = -1
		}
	}()
	return 7, errors.New("bad")
}
func c() int {
	n := 5
	defer func() { n = 100 }()
	return n
}
func d() (s string) {
	defer func() { s += "!" }()
	s = "x"
	defer func() { s += "?" }()
	return s + "y"
}
func e() (x, y int) {
	defer func() { x, y = y, x }()
	x, y = 1, 2
	return
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	n, err := b()
	x, y := e()
	out = append(out, fmt.Sprintln(a(), n, err, c(), d(), x, y))
	return strings.Join(out, ""), nil
}

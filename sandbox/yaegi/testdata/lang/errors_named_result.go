// Script errors through named results and if statements.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type E1 struct{ n int }

func (e E1) Error() string { return "e1" }
func f(n int) (s string, err error) {
	if n == 0 {
		err = E1{n}
		return
	}
	if n == 1 {
		return "x", E1{n}
	}
	if err = g(n); err != nil {
		return "", err
	}
	return "ok", nil
}
func g(n int) error {
	if n == 2 {
		return E1{n}
	}
	return nil
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for i := range 4 {
		s, err := f(i)
		out = append(out, fmt.Sprintln(s, err, err == nil))
	}
	return strings.Join(out, ""), nil
}

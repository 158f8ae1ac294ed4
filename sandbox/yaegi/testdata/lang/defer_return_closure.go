// The returned value is set before deferred calls run.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ N int }

func f() *T {
	t := &T{1}
	defer func() { t.N = 2 }()
	return t
}
func g() T {
	t := T{1}
	defer func() { t.N = 2 }()
	return t
}
func h() (m map[string]int) {
	m = map[string]int{}
	defer func() { m["k"]++ }()
	return map[string]int{"k": 10}
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(f().N, g().N, h()))
	return strings.Join(out, ""), nil
}

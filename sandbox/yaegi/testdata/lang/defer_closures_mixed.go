// Deferred closures in loops, branches and inner functions.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func a() (s []string) {
	add := func(x string) { s = append(s, x) }
	defer add("d1")
	for i := range 2 {
		defer func(n int) { add(fmt.Sprint("l", n, i)) }(i * 10)
	}
	if true {
		defer add("d2")
	}
	func() { defer add("inner"); add("body") }()
	add("end")
	return
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(a()))
	out = append(out, fmt.Sprintln(a()))
	return strings.Join(out, ""), nil
}

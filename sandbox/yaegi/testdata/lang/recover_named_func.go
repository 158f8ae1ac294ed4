// Deferring a named function that recovers.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

var last string

func rescue() {
	if r := recover(); r != nil {
		last = fmt.Sprint("rescued ", r)
	}
}
func risky(n int) (res int) {
	defer rescue()
	res = 1
	if n > 1 {
		panic("too big")
	}
	return 2
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(risky(1), last))
	out = append(out, fmt.Sprintln(risky(2), last))
	return strings.Join(out, ""), nil
}

// A recovered index error: only that it happened matters.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func at(s []int, i int) (v int, ok bool) {
	defer func() {
		if recover() != nil {
			v, ok = -1, false
		}
	}()
	return s[i], true
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := []int{10, 20}
	v, ok := at(s, 1)
	out = append(out, fmt.Sprintln(v, ok))
	v, ok = at(s, 9)
	out = append(out, fmt.Sprintln(v, ok))
	return strings.Join(out, ""), nil
}

// The variables of a range loop can be assigned without changing the loop.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for i, v := range []int{1, 2, 3} {
		i = v * 10
		v++
		out = append(out, fmt.Sprintln(i, v))
	}
	for i := range []string{"a", "b"} {
		i -= 5
		out = append(out, fmt.Sprintln(i))
	}
	for k, v := range map[string]int{"a": 1} {
		k += "x"
		v--
		out = append(out, fmt.Sprintln(k, v))
	}
	for i, r := range "ab" {
		i, r = 0, 'z'
		out = append(out, fmt.Sprintln(i, r))
	}
	for i := range 3 {
		i *= 2
		out = append(out, fmt.Sprintln(i))
	}
	return strings.Join(out, ""), nil
}

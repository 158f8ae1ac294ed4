// break in a switch leaves the switch; a label leaves the loop; continue passes through.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
loop:
	for i := range 10 {
		switch {
		case i == 1:
			continue
		case i == 2:
			break
		case i == 5:
			break loop
		default:
			out = append(out, fmt.Sprintln("d", i))
		}
		out = append(out, fmt.Sprintln("end", i))
	}
	for i := 0; ; i++ {
		switch i {
		case 3:
			out = append(out, fmt.Sprintln("three"))
		}
		if i > 3 {
			break
		}
	}
	return strings.Join(out, ""), nil
}

// A pointer sees every way of assigning to its variable.
package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	x := 1
	p := &x
	x = 2
	out = append(out, fmt.Sprintln(*p))
	x++
	out = append(out, fmt.Sprintln(*p))
	x += 5
	out = append(out, fmt.Sprintln(*p))
	x = len("abc")
	out = append(out, fmt.Sprintln(*p))
	x = func() int { return 77 }()
	out = append(out, fmt.Sprintln(*p))
	var y int
	y, x = 3, 4
	out = append(out, fmt.Sprintln(*p, y))
	for x = 0; x < 3; x++ {
	}
	out = append(out, fmt.Sprintln(*p))
	x, _ = strconv.Atoi("12")
	out = append(out, fmt.Sprintln(*p))
	if x, err := strconv.Atoi("5"); err == nil {
		_ = x
	}
	out = append(out, fmt.Sprintln(*p))
	return strings.Join(out, ""), nil
}

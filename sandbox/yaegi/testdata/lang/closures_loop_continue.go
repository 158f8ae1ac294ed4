// Per-iteration variables written by the body, with continue and break.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var fs []func() int
	for i := 0; i < 6; i++ {
		fs = append(fs, func() int { return i })
		if i == 1 {
			i++
			continue
		}
		if i == 4 {
			break
		}
	}
	for _, f := range fs {
		out = append(out, fmt.Sprintln(f()))
	}
	var ps []*int
	for i, j := 0, 10; i < j; i, j = i+1, j-2 {
		ps = append(ps, &i, &j)
		if i == 2 {
			j--
		}
	}
	for _, p := range ps {
		out = append(out, fmt.Sprintln(*p))
	}
	outer := []func() int{}
loop:
	for i := 0; i < 3; i++ {
		for j := 0; j < 3; j++ {
			outer = append(outer, func() int { return i*10 + j })
			if j == i {
				continue loop
			}
		}
	}
	for _, f := range outer {
		out = append(out, fmt.Sprintln(f()))
	}
	return strings.Join(out, ""), nil
}

// Panics and recover around loops over functions.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func bad(yield func(int) bool) {
	yield(1)
	yield(2)
}

func try(f func()) (out string) {
	defer func() { out = fmt.Sprint(recover()) }()
	f()
	return "done"
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	p(try(func() {
		for v := range bad {
			out = append(out, fmt.Sprintln(v))
		}
	}))
	p(try(func() {
		for range bad {
			break
		}
	}))
	p(try(func() {
		for range bad {
			panic("inside")
		}
	}))
	return strings.Join(out, ""), nil
}

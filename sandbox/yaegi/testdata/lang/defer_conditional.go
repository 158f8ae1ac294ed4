// Deferred calls in branches, loops with continue, and nested functions.
package main

import (
	"fmt"

	"github.com/picloud/picloud/sdk"
)

func f(n int) (log []string) {
	defer func() { log = append(log, "always") }()
	if n > 1 {
		defer func() { log = append(log, "big") }()
	}
	for i := range n {
		if i%2 == 0 {
			continue
		}
		func() {
			defer func() { log = append(log, fmt.Sprint("odd", i)) }()
			log = append(log, fmt.Sprint("in", i))
		}()
	}
	switch n {
	case 0:
		defer func() { log = append(log, "zero") }()
		return []string{"early"}
	}
	return log
}
func Handle(ctx *sdk.Context) (any, error) {
	return [][]string{f(0), f(1), f(4)}, nil
}

// fallthrough into and out of default; empty clauses.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func f(n int) string {
	s := ""
	switch n {
	case 0:
		s += "zero "
		fallthrough
	default:
		s += "default "
		fallthrough
	case 1:
		s += "one "
	case 2:
	}
	return s
}
func Handle(ctx *sdk.Context) (any, error) {
	return []string{f(0), f(1), f(2), f(3)}, nil
}

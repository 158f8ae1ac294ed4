// default in any place.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func f(n int) string {
	switch n {
	default:
		return "d"
	case 1:
		return "1"
	case 2, 3:
		return "23"
	}
}
func g(n int) (s string) {
	switch {
	case n == 0:
		s = "zero"
	default:
		s = "def"
	case n < 0:
		s = "neg"
	}
	return s
}
func h(v any) string {
	switch v.(type) {
	default:
		return "d"
	case int:
		return "int"
	}
}
func Handle(ctx *sdk.Context) (any, error) {
	return []string{f(1), f(2), f(3), f(4), g(0), g(1), g(-1), h(1), h("")}, nil
}

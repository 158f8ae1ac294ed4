// An expression switch on an any compares type and value.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func f(v any) string {
	switch v {
	case 1:
		return "int 1"
	case "1":
		return "string 1"
	case 1.0:
		return "float 1"
	case nil:
		return "nil"
	case true:
		return "true"
	}
	return "other"
}
func Handle(ctx *sdk.Context) (any, error) {
	return []string{f(1), f("1"), f(1.0), f(nil), f(true), f(int64(1)), f(2)}, nil
}

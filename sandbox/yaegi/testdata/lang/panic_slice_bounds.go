// Slice bounds out of range.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	s := "hello"
	n := len(s) + 2
	return s[1:n], nil
}

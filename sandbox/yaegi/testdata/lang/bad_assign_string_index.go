// Assigning to a byte of a string.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	s := "abc"
	s[0] = 'x'
	return s, nil
}

// A large array.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var a [1 << 16]byte
	a[100] = 1
	s := 0
	for _, v := range a {
		s += int(v)
	}
	return s, nil
}

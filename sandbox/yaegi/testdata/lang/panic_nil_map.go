// A write into a nil map.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var m map[string]int
	m["a"] = 1
	return m, nil
}

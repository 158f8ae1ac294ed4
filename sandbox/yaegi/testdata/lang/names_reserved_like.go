// Names that an engine may use itself.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func x_(n int) int { return n }

var interp, yaegi, reflect = 1, 2, 3

type valueInterface struct{ N int }

func Handle(ctx *sdk.Context) (any, error) {
	_i, tmp, result, recv, ok, loop, each := 1, 2, 3, 4, 5, 6, 7
	return []int{interp, yaegi, reflect, x_(_i), tmp, result, recv, ok, loop, each, valueInterface{8}.N}, nil
}

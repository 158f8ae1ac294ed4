// A type argument outside the constraint.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type Num interface{ ~int | ~float64 }

func Sum[T Num](xs ...T) (s T) { return }
func Handle(ctx *sdk.Context) (any, error) {
	return Sum("a", "b"), nil
}

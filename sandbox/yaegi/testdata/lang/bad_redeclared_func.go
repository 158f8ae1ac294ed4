// A function declared twice.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func f() int { return 1 }
func f() int { return 2 }
func Handle(ctx *sdk.Context) (any, error) {
	return f(), nil
}

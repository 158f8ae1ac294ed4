// Package variables that depend on each other.
package main

import (
	"github.com/picloud/picloud/sdk"
)

var a = b + 1
var b = f()

func f() int { return a }
func Handle(ctx *sdk.Context) (any, error) {
	return a, nil
}

// Deferred calls run last in, first out.
package main

import (
	"fmt"

	"github.com/picloud/picloud/sdk"
)

func f() (out []string) {
	defer func() { out = append(out, "first") }()
	defer func() { out = append(out, "second") }()
	for i := range 3 {
		defer func() { out = append(out, fmt.Sprint("loop", i)) }()
	}
	out = append(out, "body")
	return out
}
func Handle(ctx *sdk.Context) (any, error) {
	return f(), nil
}

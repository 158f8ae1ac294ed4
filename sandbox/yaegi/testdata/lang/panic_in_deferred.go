// A panic in a deferred call replaces the one in flight; the rest still run.
package main

import (
	"fmt"

	"github.com/picloud/picloud/sdk"
)

func f() (log []string) {
	defer func() { log = append(log, fmt.Sprint("got ", recover())) }()
	defer func() { log = append(log, "middle") }()
	defer func() { panic("two") }()
	panic("one")
}
func Handle(ctx *sdk.Context) (any, error) {
	return f(), nil
}

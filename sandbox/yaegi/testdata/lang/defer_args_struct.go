// A deferred method call copies its receiver at the defer.
package main

import (
	"fmt"

	"github.com/picloud/picloud/sdk"
)

type T struct{ N int }

func (t T) Val(out *[]string)  { *out = append(*out, fmt.Sprint("val", t.N)) }
func (t *T) Ptr(out *[]string) { *out = append(*out, fmt.Sprint("ptr", t.N)) }
func run(out *[]string) {
	t := T{1}
	defer t.Val(out)
	defer t.Ptr(out)
	t.N = 2
	*out = append(*out, "body")
}
func Handle(ctx *sdk.Context) (any, error) {
	var log []string
	run(&log)
	return log, nil
}

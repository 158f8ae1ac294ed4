// Closing what a loop opened, in reverse order.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type Res struct {
	name string
	log  *[]string
}

func (r *Res) Close() error { *r.log = append(*r.log, "close "+r.name); return nil }
func use(log *[]string) error {
	for _, n := range []string{"a", "b", "c"} {
		r := &Res{n, log}
		defer r.Close()
		if n == "b" {
			*log = append(*log, "at b")
		}
	}
	*log = append(*log, "used")
	return nil
}
func Handle(ctx *sdk.Context) (any, error) {
	var log []string
	err := use(&log)
	return map[string]any{"log": log, "err": err}, nil
}

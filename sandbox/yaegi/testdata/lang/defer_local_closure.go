// Deferring a local function variable, and closures that call closures.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func f() (out []string) {
	log := func(s string) { out = append(out, s) }
	done := func() { log("done") }
	defer done()
	defer func() {
		log("outer")
		func() { log("inner") }()
	}()
	log("body")
	return out
}
func trace(log *[]string, name string) func() {
	*log = append(*log, "enter "+name)
	return func() { *log = append(*log, "leave "+name) }
}
func g(log *[]string) {
	defer trace(log, "g")()
	*log = append(*log, "in g")
}
func Handle(ctx *sdk.Context) (any, error) {
	var l []string
	g(&l)
	return append(f(), l...), nil
}

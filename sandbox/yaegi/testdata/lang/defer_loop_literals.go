// Deferred closures see the literal of their own iteration.
package main

import (
	"strconv"

	"github.com/picloud/picloud/sdk"
)

func run() (log []string) {
	for i := range 3 {
		tags := []string{"t" + strconv.Itoa(i)}
		opts := map[string]int{"n": i}
		defer func() {
			func() { log = append(log, tags[0]+strconv.Itoa(opts["n"])) }()
		}()
	}
	return
}
func Handle(ctx *sdk.Context) (any, error) {
	return run(), nil
}

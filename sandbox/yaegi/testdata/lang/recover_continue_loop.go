// A loop survives panics of its items.
package main

import (
	"fmt"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var log []string
	for i, d := range []int{1, 0, 2} {
		func() {
			defer func() {
				if r := recover(); r != nil {
					log = append(log, fmt.Sprint("item ", i, " failed"))
				}
			}()
			log = append(log, fmt.Sprint("item ", i, " = ", 10/d))
		}()
	}
	return log, nil
}

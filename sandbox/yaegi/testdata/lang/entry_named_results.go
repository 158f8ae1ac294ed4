// Named results of Handle set by a deferred recover.
package main

import (
	"fmt"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (resp any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = sdk.Error(503, fmt.Sprint("caught ", r))
		}
	}()
	panic("x")
}

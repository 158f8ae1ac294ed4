// A channel.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	ch := make(chan int, 1)
	ch <- 5
	return <-ch, nil
}

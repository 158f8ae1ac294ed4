// Ranging over a channel.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	ch := make(chan int, 3)
	ch <- 1
	ch <- 2
	close(ch)
	n := 0
	for v := range ch {
		n += v
	}
	return n, nil
}

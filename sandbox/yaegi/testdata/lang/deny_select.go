// A select.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	ch := make(chan int)
	select {
	case v := <-ch:
		return v, nil
	default:
		return "none", nil
	}
}

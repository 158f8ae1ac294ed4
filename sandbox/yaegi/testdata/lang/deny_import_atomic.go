// The package sync/atomic.
package main

import (
	"sync/atomic"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var n int64
	atomic.AddInt64(&n, 5)
	return n, nil
}

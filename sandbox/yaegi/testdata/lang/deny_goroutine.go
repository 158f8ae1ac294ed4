// A goroutine.
package main

import (
	"sync"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	done := 0
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { done++; wg.Done() }()
	wg.Wait()
	return done, nil
}

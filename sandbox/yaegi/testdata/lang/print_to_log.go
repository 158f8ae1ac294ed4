// fmt.Print goes to the log, not to the response.
package main

import (
	"errors"
	"fmt"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	fmt.Println("hello", 1)
	fmt.Printf("%d\n", 2)
	fmt.Print("x")
	ctx.Log.Debug("d", "k", 1)
	ctx.Log.Warn("w")
	ctx.Log.Error("e", "err", errors.New("x"))
	return "ok", nil
}

// defer needs a call.
package main

import (
	"github.com/picloud/picloud/sdk"
)


func Handle(ctx *sdk.Context) (any, error) {
f := func() {}
defer f
return nil, nil
}

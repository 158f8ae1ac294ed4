// A method of a pointer to an interface.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type I interface{ M() }

func Handle(ctx *sdk.Context) (any, error) {
	var p *I
	p.M()
	return nil, nil
}

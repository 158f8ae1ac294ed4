// A method set that lacks a method, and one with a pointer receiver.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type I interface{ M() }
type T struct{}

func (t *T) M() {}
func Handle(ctx *sdk.Context) (any, error) {
	var i I = T{}
	i.M()
	return nil, nil
}

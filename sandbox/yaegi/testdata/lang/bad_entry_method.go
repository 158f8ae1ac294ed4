// Handle as a method only.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type T struct{}

func (T) Handle(ctx *sdk.Context) (any, error) { return nil, nil }

// A method on a type of another package.
package main

import (
	"strings"

	"github.com/picloud/picloud/sdk"
)

func (s strings.Builder) Foo() {}
func Handle(ctx *sdk.Context) (any, error) {
	return nil, nil
}

// The package unsafe.
package main

import (
	"unsafe"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	n := int32(7)
	return unsafe.Sizeof(n) == 4, nil
}

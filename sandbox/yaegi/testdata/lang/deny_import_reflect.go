// The package reflect.
package main

import (
	"reflect"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return reflect.TypeOf(1).String(), nil
}

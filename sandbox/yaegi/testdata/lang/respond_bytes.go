// Bytes have their type sniffed.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return []byte("<!DOCTYPE html><html></html>"), nil
}

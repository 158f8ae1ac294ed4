// A missing brace.
package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	if ctx != nil {
		return "x", nil
	return nil, nil
}

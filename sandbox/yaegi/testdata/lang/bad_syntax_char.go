// A character that Go does not know.
package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	return 1 § 2, nil
}

// A blank parameter.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(_ *sdk.Context) (any, error) { return struct{ A int }{1}, nil }

// One package imported twice, under two names.
package main

import (
	"strings"
	s2 "strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return strings.ToUpper("a") + s2.ToLower("B"), nil
}

// Imports under other names.
package main

import (
	j "encoding/json"
	str "strings"

	cloud "github.com/picloud/picloud/sdk"
)

func Handle(ctx *cloud.Context) (any, error) {
	b, err := j.Marshal(str.ToUpper("x"))
	return string(b), err
}

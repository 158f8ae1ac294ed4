// Elided composite literals behind pointers to slices.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	mm := map[string]*[]int{"a": {1, 2}}
	*mm["a"] = append(*mm["a"], 3)
	out = append(out, fmt.Sprintln(*mm["a"], len(*mm["a"]), (*mm["a"])[1]))
	return strings.Join(out, ""), nil
}

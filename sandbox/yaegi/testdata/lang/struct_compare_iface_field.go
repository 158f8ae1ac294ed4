// Structs with interface fields compare dynamically.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type V struct {
	K string
	V any
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(V{"a", 1} == V{"a", 1}, V{"a", 1} == V{"a", "1"}, V{"a", nil} == V{"a", nil}))
	return strings.Join(out, ""), nil
}

// An array of pointers to loop variables.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var arr [3]*int
	for i := range arr {
		v := i * 10
		arr[i] = &v
	}
	out = append(out, fmt.Sprintln(*arr[0], *arr[1], *arr[2]))
	return strings.Join(out, ""), nil
}

// A panic in a callback of slices.SortFunc can be recovered.
package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func try() (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered %v", r)
		}
	}()
	l := []int{3, 2, 1}
	slices.SortFunc(l, func(a, b int) int {
		if a == 1 || b == 1 {
			panic("one")
		}
		return a - b
	})
	return nil
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(try()))
	return strings.Join(out, ""), nil
}

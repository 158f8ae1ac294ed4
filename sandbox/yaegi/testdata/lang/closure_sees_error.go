// A closure sees an error variable assigned by := and =.
package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var err error
	f := func() error { return err }
	_, err = strconv.Atoi("x")
	out = append(out, fmt.Sprintln(f() != nil))
	n, err := strconv.Atoi("7")
	out = append(out, fmt.Sprintln(f() == nil, n))
	return strings.Join(out, ""), nil
}

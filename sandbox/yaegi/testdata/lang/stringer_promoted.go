// A String method promoted from an embedded struct.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Temp struct{ n int }

func (t Temp) String() string { return "T" }

type U struct {
	Temp
	x int
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	u := U{Temp{1}, 2}
	out = append(out, fmt.Sprintln(u.String(), fmt.Sprint(u)))
	return strings.Join(out, ""), nil
}

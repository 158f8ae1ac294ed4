// fmt calls String on the elements of slices, maps and fields.
package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type P struct{ X int }

func (p P) String() string { return "<" + strconv.Itoa(p.X) + ">" }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln([]P{{1}, {2}}))
	out = append(out, fmt.Sprintln(map[string]P{"a": {1}}))
	out = append(out, fmt.Sprintln(struct{ V P }{P{5}}))
	return strings.Join(out, ""), nil
}

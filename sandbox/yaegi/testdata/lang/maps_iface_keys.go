// A map keyed by an interface of the script.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Shape interface{ Area() int }
type Sq struct{ S int }

func (s Sq) Area() int { return s.S * s.S }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	m := map[Shape]string{Sq{1}: "one"}
	m[Sq{2}] = "two"
	out = append(out, fmt.Sprintln(m[Sq{1}], m[Sq{2}], len(m)))
	return strings.Join(out, ""), nil
}

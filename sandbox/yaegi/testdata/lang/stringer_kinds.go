// String methods on slices, maps and bools.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type S []string

func (s S) String() string { return strings.Join(s, "+") }

type M map[string]int

func (m M) String() string { return fmt.Sprint(len(m)) }

type F func() int

func (f F) String() string { return "F" }

type B bool

func (b B) String() string {
	if b {
		return "yes"
	}
	return "no"
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(S{"a", "b"}, M{"x": 1}, F(nil), B(true)))
	out = append(out, fmt.Sprintln(fmt.Sprintf("%v %s %v %t", S{"q"}, M{}, B(false), B(true))))
	return strings.Join(out, ""), nil
}

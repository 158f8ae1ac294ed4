// Named strings, slices and maps with methods in an any.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type S string

func (s S) Up() string { return strings.ToUpper(string(s)) }

type L []int

func (l L) Sum() int { return len(l) }

type M map[string]int

func (m M) K() int { return len(m) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := S("a")
	var i any = s
	s = "b"
	out = append(out, fmt.Sprintln(i.(S).Up()))
	l := L{1}
	i = l
	l = append(l, 2)
	out = append(out, fmt.Sprintln(i.(L).Sum()))
	m := M{}
	i = m
	m["a"] = 1
	out = append(out, fmt.Sprintln(i.(M).K()))
	return strings.Join(out, ""), nil
}

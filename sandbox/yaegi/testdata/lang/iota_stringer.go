// A named int with a String method: called directly, and by fmt.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Color int

const (
	Red Color = iota
	Green
	Blue
)

func (c Color) String() string { return [...]string{"red", "green", "blue"}[c] }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	c := Green
	out = append(out, fmt.Sprintln(c.String(), Blue.String(), Color(0).String()))
	out = append(out, fmt.Sprintln(c))
	out = append(out, fmt.Sprintf("%v %s %d %q", Blue, Red, Blue, c)+"\n")
	var s fmt.Stringer = c
	out = append(out, fmt.Sprintln(s.String(), s))
	out = append(out, fmt.Sprintln("got "+c.String()))
	return strings.Join(out, ""), nil
}

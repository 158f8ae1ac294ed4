// A named int with methods put into an any is a copy.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type C int

func (c C) Get() int { return int(c) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	c := C(1)
	var i any = c
	c = 5
	out = append(out, fmt.Sprintln(i.(C).Get()))
	c++
	out = append(out, fmt.Sprintln(i.(C).Get()))
	l := []any{c}
	c++
	out = append(out, fmt.Sprintln(l[0].(C).Get(), int(c)))
	m := map[string]any{"x": c}
	c += 10
	out = append(out, fmt.Sprintln(m["x"].(C).Get()))
	return strings.Join(out, ""), nil
}

// Values behind fmt.Stringer are copies.
package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type C int

func (c C) String() string { return "c" + strconv.Itoa(int(c)) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	c := C(1)
	var s fmt.Stringer = c
	c = 2
	out = append(out, fmt.Sprintln(s.String(), s))
	l := []fmt.Stringer{c}
	c = 3
	out = append(out, fmt.Sprintln(l[0].String()))
	f := func(s fmt.Stringer) func() string { return s.String }
	g := f(c)
	c = 4
	out = append(out, fmt.Sprintln(g()))
	for c := range 3 {
		l = append(l, C(c))
	}
	out = append(out, fmt.Sprintln(l[1].String(), l[3].String(), len(l)))
	return strings.Join(out, ""), nil
}

// How structs, pointers and nested values print.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type In struct {
	A int
	B string
}
type Out struct {
	In   In
	P    *int
	L    []In
	M    map[string]In
	F    float64
	E    error
	Any  any
	priv bool
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	o := Out{In: In{1, "x"}, L: []In{{2, "y"}}, M: map[string]In{"k": {3, "z"}}, F: 2, priv: true}
	out = append(out, fmt.Sprintf("%v", o)+"\n")
	out = append(out, fmt.Sprintf("%+v", o)+"\n")
	out = append(out, fmt.Sprintln(o.In, &o.In))
	out = append(out, fmt.Sprintln([]*In{nil}, struct{}{}, struct{ N int }{4}))
	return strings.Join(out, ""), nil
}

// Named bools, floats, runes, bytes and strings.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	type B bool
	type F float32
	type R rune
	type Y []byte
	type Z string
	b := B(true)
	out = append(out, fmt.Sprintln(bool(b), !b, b && true, F(0.1), float64(F(0.1)), string(rune(R('x'))), R('a')+1))
	y := Y("hi")
	y = append(y, '!')
	out = append(out, fmt.Sprintln(string(y), len(y), Z(y), []byte(Z("ab")), string(Z("q"))+"w", Z("a") < "b", Z("abc")[1:], Z("x")+"y"))
	for i, c := range Z("hé") {
		out = append(out, fmt.Sprintln(i, c))
	}
	for i, c := range Y("hi") {
		out = append(out, fmt.Sprintln(i, c))
	}
	var n json.Number = "5"
	out = append(out, fmt.Sprintln(n+"6", string(n)))
	if b {
		out = append(out, fmt.Sprintln("b"))
	}
	c := b == B(1 < 2)
	out = append(out, fmt.Sprintln(c))
	f := F(1) / 3
	out = append(out, fmt.Sprintln(f, f*3, f > 0.3))
	return strings.Join(out, ""), nil
}

// An interface variable, element and entry take values of other types.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Greeter interface{ Greet(string) string }
type En struct{}

func (En) Greet(n string) string { return "hello " + n }

type De struct{ formal bool }

func (d *De) Greet(n string) string { return "hallo " + n }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var g Greeter = En{}
	out = append(out, fmt.Sprintln(g.Greet("x")))
	g = &De{true}
	out = append(out, fmt.Sprintln(g.Greet("x")))
	gs := []Greeter{En{}, &De{}}
	gs[0] = gs[1]
	gs[1] = En{}
	gs = append(gs, &De{})
	for _, g := range gs {
		out = append(out, fmt.Sprintln(g.Greet("l")))
	}
	m := map[string]Greeter{"a": En{}}
	m["b"] = &De{}
	m["a"] = m["b"]
	out = append(out, fmt.Sprintln(m["a"].Greet("m"), m["zz"] == nil))
	return strings.Join(out, ""), nil
}

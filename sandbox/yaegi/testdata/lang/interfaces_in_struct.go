// Interface fields, swapped at run time; func fields.
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

func (d De) Greet(n string) string {
	if d.formal {
		return "guten Tag " + n
	}
	return "hallo " + n
}

type Svc struct {
	g    Greeter
	post func(string) string
}

func (s Svc) Do(n string) string {
	out := s.g.Greet(n)
	if s.post != nil {
		out = s.post(out)
	}
	return out
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := Svc{g: En{}}
	out = append(out, fmt.Sprintln(s.Do("a")))
	s.g = De{}
	s.post = strings.ToUpper
	out = append(out, fmt.Sprintln(s.Do("b")))
	s.g = De{true}
	s.post = func(x string) string { return x + "!" }
	out = append(out, fmt.Sprintln(s.Do("c")))
	reg := map[string]func() Greeter{"en": func() Greeter { return En{} }, "de": func() Greeter { return De{} }}
	out = append(out, fmt.Sprintln(reg["de"]().Greet("d")))
	return strings.Join(out, ""), nil
}

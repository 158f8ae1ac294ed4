// A struct satisfies an interface by an embedded struct's methods.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Animal interface {
	Sound() string
	Legs() int
}
type base struct{ legs int }

func (b base) Legs() int { return b.legs }

type Dog struct{ base }

func (Dog) Sound() string { return "woof" }

type Bird struct {
	*base
	name string
}

func (b Bird) Sound() string { return b.name + " tweet" }
func legs(as []Animal) (n int) {
	for _, a := range as {
		n += a.Legs()
	}
	return
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	as := []Animal{Dog{base{4}}, Bird{&base{2}, "tit"}, &Dog{base{3}}}
	out = append(out, fmt.Sprintln(legs(as), as[0].Sound(), as[1].Sound()))
	return strings.Join(out, ""), nil
}

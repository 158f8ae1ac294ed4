// A struct with an embedded interface declared in a function.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Animal interface{ Sound() string }
type Dog struct{}

func (Dog) Sound() string { return "woof" }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	type zoo struct {
		Animal
		n int
	}
	z := zoo{Dog{}, 1}
	out = append(out, fmt.Sprintln(z.Sound(), z.n))
	return strings.Join(out, ""), nil
}

// Two instantiations with types of the same layout keep their methods apart.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type A struct{ N int }

func (a A) Name() string { return "A" }

type B struct{ N int }

func (b B) Name() string { return "B" }

type Namer interface{ Name() string }

func NameOf[T Namer](v T) string { return v.Name() }

type Box[T any] struct{ V T }

func (b Box[T]) Get() T { return b.V }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(NameOf(A{1}), NameOf(B{1}), Box[A]{A{1}}.Get().Name(), Box[B]{B{1}}.Get().Name()))
	out = append(out, fmt.Sprintln(NameOf[Namer](B{})))
	return strings.Join(out, ""), nil
}

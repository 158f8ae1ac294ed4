// Interfaces as variadic arguments, results, elements and embedded fields.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Animal interface{ Sound() string }
type zoo struct {
	Animal
	n int
}
type Dog struct{ name string }

func (d Dog) Sound() string { return d.name + " woof" }

type Cat struct{ name string }

func (c *Cat) Sound() string { return c.name + " meow" }
func all(as ...Animal) (out []string) {
	for _, a := range as {
		out = append(out, a.Sound())
	}
	return
}
func mk(k string) (Animal, error) {
	switch k {
	case "dog":
		return Dog{"d"}, nil
	case "cat":
		return &Cat{"c"}, nil
	}
	return nil, fmt.Errorf("no %s", k)
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(all(Dog{"a"}, &Cat{"b"}), all()))
	for _, k := range []string{"dog", "cat", "cow"} {
		a, err := mk(k)
		if err != nil {
			out = append(out, fmt.Sprintln(err))
			continue
		}
		out = append(out, fmt.Sprintln(a.Sound()))
	}
	as := make([]Animal, 2)
	as[0], as[1] = Dog{"x"}, &Cat{"y"}
	out = append(out, fmt.Sprintln(as[0].Sound(), as[1].Sound(), as[0] != nil))
	as = append(as, nil)
	out = append(out, fmt.Sprintln(as[2] == nil, len(as)))
	z := zoo{Dog{"z"}, 1}
	out = append(out, fmt.Sprintln(z.Sound(), z.Animal.Sound(), z.n))
	z.Animal = &Cat{"q"}
	out = append(out, fmt.Sprintln(z.Sound()))
	return strings.Join(out, ""), nil
}

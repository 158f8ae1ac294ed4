// Identifiers outside ASCII, and names of builtins and packages.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Größe struct{ Länge int }

func (g Größe) Fläche() int { return g.Länge * g.Länge }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	π := 3.14
	g := Größe{4}
	any := 5
	new := func() int { return 6 }
	error := "e"
	nil_ := 7
	out = append(out, fmt.Sprintln(π, g.Fläche(), any, new(), error, nil_))
	m := map[string]Größe{"ä": g}
	out = append(out, fmt.Sprintln(m["ä"].Länge))
	return strings.Join(out, ""), nil
}

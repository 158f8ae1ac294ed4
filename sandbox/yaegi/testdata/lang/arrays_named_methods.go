// Methods of a named array type, copied in structs.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type G [2][2]int

func (g G) T() G     { g[0][1], g[1][0] = g[1][0], g[0][1]; return g }
func (g *G) S(v int) { g[0][0] = v }

type H struct {
	g    G
	name string
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	g := G{{1, 2}, {3, 4}}
	out = append(out, fmt.Sprintln(g.T(), g))
	h := H{g, "h"}
	h.g.S(50)
	k := h
	k.g.S(60)
	out = append(out, fmt.Sprintln(h.g, k.g, g, h == k, h.g.T() == h.g.T()))
	return strings.Join(out, ""), nil
}

// Operator assignments on every kind of left side.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type R struct {
	F int8
	G [2]uint8
	H map[string]uint16
}
type U struct{ *R }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	r := R{F: 100, H: map[string]uint16{}}
	r.F += 100
	r.G[1]--
	r.H["a"] -= 1
	r.H["a"]++
	u := U{&r}
	u.F -= 100
	u.G[0] ^= 0xff
	u.R.H["b"] |= 1 << 15
	rs := []R{r, {}}
	rs[1].G[1] += 200
	rs[1].G[1] += 100
	mp := map[string]*R{"k": &rs[1]}
	mp["k"].F -= 1
	mp["k"].G[0] &^= 1
	get := func() *R { return mp["k"] }
	get().F <<= 7
	*(&get().G[0]) = 5
	out = append(out, fmt.Sprintln(r.F, r.G, r.H, u.F, rs[1].F, rs[1].G, rs[0].F))
	return strings.Join(out, ""), nil
}

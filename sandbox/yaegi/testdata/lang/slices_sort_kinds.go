// slices.Sort on every ordered kind and on named slices.
package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

type IDs []int
type Color string

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a := []int{3, 1, 2}
	slices.Sort(a)
	b := []string{"b", "", "a"}
	slices.Sort(b)
	c := []float64{2.5, -1, math.Inf(-1), math.NaN(), 0}
	slices.Sort(c)
	d := IDs{9, 8, 7}
	slices.Sort(d)
	e := []Color{"z", "y"}
	slices.Sort(e)
	f := []byte("hello")
	slices.Sort(f)
	g := []uint16{5, 2}
	slices.Sort(g)
	h := []rune("héllo")
	slices.Sort(h)
	i := []time.Duration{time.Second, time.Millisecond}
	slices.Sort(i)
	out = append(out, fmt.Sprintln(a, b, c, d, e, f, g, string(h), i))
	return strings.Join(out, ""), nil
}

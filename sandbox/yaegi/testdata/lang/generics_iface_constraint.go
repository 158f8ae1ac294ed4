// Constraints with methods; a generic function over script interfaces.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Shape interface{ Area() float64 }
type Sq struct{ S float64 }

func (s Sq) Area() float64 { return s.S * s.S }
func Largest[T Shape](ss []T) T {
	best := ss[0]
	for _, s := range ss[1:] {
		if s.Area() > best.Area() {
			best = s
		}
	}
	return best
}
func GroupBy[T any, K comparable](s []T, key func(T) K) map[K][]T {
	m := map[K][]T{}
	for _, v := range s {
		k := key(v)
		m[k] = append(m[k], v)
	}
	return m
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(Largest([]Sq{{1}, {3}, {2}}).S))
	g := GroupBy([]string{"apple", "avocado", "bean"}, func(s string) byte { return s[0] })
	out = append(out, fmt.Sprintln(len(g['a']), g['b']))
	return strings.Join(out, ""), nil
}

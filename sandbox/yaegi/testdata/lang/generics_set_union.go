// A generic set.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Set[T comparable] map[T]struct{}

func Of[T comparable](xs ...T) Set[T] {
	s := Set[T]{}
	for _, x := range xs {
		s[x] = struct{}{}
	}
	return s
}
func (s Set[T]) Union(o Set[T]) Set[T] {
	r := Set[T]{}
	for k := range s {
		r[k] = struct{}{}
	}
	for k := range o {
		r[k] = struct{}{}
	}
	return r
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	u := Of(1, 2).Union(Of(2, 3))
	out = append(out, fmt.Sprintln(len(u)))
	_, ok := u[3]
	out = append(out, fmt.Sprintln(ok))
	return strings.Join(out, ""), nil
}

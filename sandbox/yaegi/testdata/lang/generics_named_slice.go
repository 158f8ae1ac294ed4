// A generic slice type with methods.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type List[T any] []T

func (l List[T]) Map(f func(T) T) List[T] {
	out := make(List[T], 0, len(l))
	for _, v := range l {
		out = append(out, f(v))
	}
	return out
}
func (l *List[T]) Add(v T) { *l = append(*l, v) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	l := List[int]{1, 2}
	l.Add(3)
	out = append(out, fmt.Sprintln(l.Map(func(i int) int { return i * i }), len(l)))
	return strings.Join(out, ""), nil
}

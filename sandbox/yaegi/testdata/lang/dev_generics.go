// Generic containers and functions with constraints.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Number interface {
	~int | ~int64 | ~float64
}

type Set[T comparable] map[T]struct{}

func NewSet[T comparable](items ...T) Set[T] {
	s := make(Set[T], len(items))
	for _, it := range items {
		s[it] = struct{}{}
	}
	return s
}

func (s Set[T]) Has(v T) bool { _, ok := s[v]; return ok }

func Map[T, U any](in []T, f func(T) U) []U {
	out := make([]U, 0, len(in))
	for _, v := range in {
		out = append(out, f(v))
	}
	return out
}

func Filter[T any](in []T, keep func(T) bool) (out []T) {
	for _, v := range in {
		if keep(v) {
			out = append(out, v)
		}
	}
	return
}

func Reduce[T, A any](in []T, init A, f func(A, T) A) A {
	acc := init
	for _, v := range in {
		acc = f(acc, v)
	}
	return acc
}

func Sum[T Number](in ...T) (total T) {
	for _, v := range in {
		total += v
	}
	return total
}

type Cache[K comparable, V any] struct {
	data  map[K]V
	order []K
	cap   int
}

func (c *Cache[K, V]) Put(k K, v V) {
	if c.data == nil {
		c.data = map[K]V{}
	}
	if _, ok := c.data[k]; !ok {
		c.order = append(c.order, k)
		if len(c.order) > c.cap {
			delete(c.data, c.order[0])
			c.order = c.order[1:]
		}
	}
	c.data[k] = v
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	squares := Map([]int{1, 2, 3, 4}, func(n int) int { return n * n })
	even := Filter(squares, func(n int) bool { return n%2 == 0 })
	out = append(out, fmt.Sprintln(squares, even, Reduce(even, "", func(a string, n int) string { return a + fmt.Sprint(n, ";") })))
	out = append(out, fmt.Sprintln(Sum(1.5, 2.5), Sum(squares...), NewSet("a", "b").Has("b"), len(NewSet(1, 1, 2))))
	c := &Cache[string, []int]{cap: 2}
	for i, k := range strings.Fields("a b a c") {
		c.Put(k, []int{i})
	}
	out = append(out, fmt.Sprintln(c.order, c.data))
	return strings.Join(out, ""), nil
}

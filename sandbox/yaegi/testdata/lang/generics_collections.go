// Grouping, chunking, reversing and searching.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Group[T any, K comparable](xs []T, f func(T) K) map[K][]T {
	m := make(map[K][]T)
	for _, x := range xs {
		m[f(x)] = append(m[f(x)], x)
	}
	return m
}
func Uniq[T comparable](xs []T) (out []T) {
	seen := map[T]bool{}
	for _, x := range xs {
		if !seen[x] {
			seen[x] = true
			out = append(out, x)
		}
	}
	return
}
func Chunk[T any](xs []T, n int) (out [][]T) {
	for len(xs) > n {
		out = append(out, xs[:n])
		xs = xs[n:]
	}
	return append(out, xs)
}
func Rev[T any](xs []T) []T {
	out := make([]T, len(xs))
	for i, x := range xs {
		out[len(xs)-1-i] = x
	}
	return out
}
func Contains[T comparable](xs []T, v T) bool {
	for _, x := range xs {
		if x == v {
			return true
		}
	}
	return false
}

type P struct {
	N string
	A int
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	ps := []P{{"a", 1}, {"b", 2}, {"c", 1}}
	g := Group(ps, func(p P) int { return p.A })
	out = append(out, fmt.Sprintln(len(g), len(g[1]), g[1][1].N))
	out = append(out, fmt.Sprintln(Uniq([]string{"a", "b", "a"}), Chunk([]int{1, 2, 3, 4, 5}, 2), Rev([]string{"x", "y"}), Contains(ps, P{"b", 2}), Contains([]int{1}, 2)))
	return strings.Join(out, ""), nil
}

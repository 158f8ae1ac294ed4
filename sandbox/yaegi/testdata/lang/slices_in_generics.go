// Functions of slices, maps and cmp in generic functions of the script.
package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func uniq[T cmp.Ordered](in []T) []T {
	c := slices.Clone(in)
	slices.Sort(c)
	return slices.Compact(c)
}

func keys[K cmp.Ordered, V any](m map[K]V) []K {
	return slices.Sorted(maps.Keys(m))
}

func groupBy[T any, K comparable](l []T, f func(T) K) map[K][]T {
	m := make(map[K][]T)
	for _, v := range l {
		m[f(v)] = append(m[f(v)], v)
	}
	return m
}

func maxBy[T any, K cmp.Ordered](l []T, f func(T) K) T {
	return slices.MaxFunc(l, func(a, b T) int { return cmp.Compare(f(a), f(b)) })
}

type Number interface {
	cmp.Ordered
	~int | ~float64
}

func sum[T Number](l ...T) (t T) {
	for _, v := range l {
		t += v
	}
	return t
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(uniq([]int{3, 1, 3, 2, 1}), uniq([]string{"b", "a", "b"})))
	out = append(out, fmt.Sprintln(keys(map[string]bool{"x": true, "a": false}), keys(map[int]string{2: "b", 1: "a"})))
	g := groupBy([]string{"apple", "bob", "avocado"}, func(s string) byte { return s[0] })
	out = append(out, fmt.Sprintln(keys(g), g['a']))
	out = append(out, fmt.Sprintln(maxBy([]string{"a", "ccc", "bb"}, func(s string) int { return len(s) }), sum(1, 2), sum(1.5, 2)))
	return strings.Join(out, ""), nil
}

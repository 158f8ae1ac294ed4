// Generic functions with explicit and inferred type arguments.
package main

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Map[T, U any](s []T, f func(T) U) []U {
	out := make([]U, 0, len(s))
	for _, v := range s {
		out = append(out, f(v))
	}
	return out
}
func Filter[T any](s []T, keep func(T) bool) []T {
	var out []T
	for _, v := range s {
		if keep(v) {
			out = append(out, v)
		}
	}
	return out
}
func Reduce[T, A any](s []T, acc A, f func(A, T) A) A {
	for _, v := range s {
		acc = f(acc, v)
	}
	return acc
}
func Keys[K comparable, V any](m map[K]V) []K {
	out := make([]K, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	return out
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	xs := []int{1, 2, 3, 4}
	out = append(out, fmt.Sprintln(Map(xs, func(i int) string { return strconv.Itoa(i * i) })))
	out = append(out, fmt.Sprintln(Map[int, float64](xs, func(i int) float64 { return float64(i) / 2 })))
	out = append(out, fmt.Sprintln(Filter(xs, func(i int) bool { return i%2 == 0 })))
	out = append(out, fmt.Sprintln(Reduce(xs, "", func(a string, v int) string { return a + strconv.Itoa(v) })))
	ks := Keys(map[string]int{"b": 1, "a": 2})
	sort.Strings(ks)
	out = append(out, fmt.Sprintln(ks))
	out = append(out, fmt.Sprintln(Reduce(Map(xs, func(i int) float64 { return float64(i) }), 0.0, func(a, b float64) float64 { return a + b })))
	return strings.Join(out, ""), nil
}

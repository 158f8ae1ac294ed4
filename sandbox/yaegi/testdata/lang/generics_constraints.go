// Constraints with unions, approximations and comparable.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Number interface {
	~int | ~int64 | ~float64
}
type MyInt int

func Sum[T Number](xs ...T) (t T) {
	for _, x := range xs {
		t += x
	}
	return
}
func Max[T Number](a, b T) T {
	if a > b {
		return a
	}
	return b
}
func Index[T comparable](s []T, v T) int {
	for i, x := range s {
		if x == v {
			return i
		}
	}
	return -1
}
func Zero[T any]() T {
	var z T
	return z
}
func Ptr[T any](v T) *T { return &v }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(Sum(1, 2, 3), Sum(1.5, 2), Sum[MyInt](1, 2), Sum[int]()))
	out = append(out, fmt.Sprintln(Max(3, 7), Max(2.5, 1), Max[float64](1, 2.5)))
	out = append(out, fmt.Sprintln(Index([]string{"a", "b"}, "b"), Index([]int{1}, 5)))
	out = append(out, fmt.Sprintln(Zero[int](), Zero[string]() == "", Zero[*int]() == nil))
	p := Ptr(5)
	*p++
	out = append(out, fmt.Sprintln(*p, *Ptr("s")))
	return strings.Join(out, ""), nil
}

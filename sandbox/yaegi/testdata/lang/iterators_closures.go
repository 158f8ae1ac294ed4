// Closures over the variables of a loop over a function, and assignment to outer ones.
package main

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

type Tree[T any] struct {
	Left, Right *Tree[T]
	Val         T
}

func (t *Tree[T]) All() iter.Seq[T] {
	return func(yield func(T) bool) { t.push(yield) }
}

func (t *Tree[T]) push(yield func(T) bool) bool {
	if t == nil {
		return true
	}
	return t.Left.push(yield) && yield(t.Val) && t.Right.push(yield)
}

func filter[T any](seq iter.Seq[T], keep func(T) bool) iter.Seq[T] {
	return func(yield func(T) bool) {
		for v := range seq {
			if keep(v) && !yield(v) {
				return
			}
		}
	}
}

func mapped[T, U any](seq iter.Seq[T], f func(T) U) iter.Seq[U] {
	return func(yield func(U) bool) {
		for v := range seq {
			if !yield(f(v)) {
				return
			}
		}
	}
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var fs []func() int
	for i := range count(3) {
		fs = append(fs, func() int { i *= 10; return i })
	}
	out = append(out, fmt.Sprintln(fs[0](), fs[1](), fs[2](), fs[2]()))
	var last int
	for last = range count(4) {
	}
	out = append(out, fmt.Sprintln(last))
	var arr [2]int
	for arr[1] = range count(3) {
	}
	out = append(out, fmt.Sprintln(arr))
	t := &Tree[string]{&Tree[string]{nil, nil, "a"}, &Tree[string]{nil, nil, "c"}, "b"}
	for v := range t.All() {
		out = append(out, fmt.Sprintln(v))
	}
	evens := filter(count(10), func(n int) bool { return n%2 == 0 })
	out = append(out, fmt.Sprintln(slices.Collect(mapped(evens, func(n int) string { return fmt.Sprint("n", n) }))))
	for range func(yield func() bool) { _ = yield() && yield() } {
		out = append(out, fmt.Sprintln("lit"))
	}
	return strings.Join(out, ""), nil
}

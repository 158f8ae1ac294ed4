// Panics inside deferred calls and library callbacks.
package main

import (
	"fmt"
	"sort"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	p := func() (out2 []string) {
		defer func() {
			if r := recover(); r != nil {
				out2 = append(out2, fmt.Sprint("outer ", r))
			}
		}()
		func() {
			defer func() {
				if r := recover(); r != nil {
					out2 = append(out2, fmt.Sprint("inner ", r))
					panic("second")
				}
			}()
			panic("first")
		}()
		return append(out2, "no")
	}
	out = append(out, fmt.Sprintln(p()))
	q := func(xs []int) (err error) {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("sort: %v", r)
			}
		}()
		sort.Slice(xs, func(i, j int) bool {
			if xs[i] == 3 {
				panic("three")
			}
			return xs[i] < xs[j]
		})
		return nil
	}
	out = append(out, fmt.Sprintln(q([]int{2, 1}), q([]int{1, 3, 2})))
	r := func() (s string) {
		defer func() { s = fmt.Sprint(recover()) }()
		return strings.Map(func(r rune) rune {
			if r == 'b' {
				panic("b!")
			}
			return r
		}, "abc")
	}
	out = append(out, fmt.Sprintln(r()))
	return strings.Join(out, ""), nil
}

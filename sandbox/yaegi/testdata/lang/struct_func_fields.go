// Function-typed fields, with variadics and methods beside them.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Hooks struct {
	Before func(string) string
	After  func(int, ...string) (int, error)
	On     map[string]func()
	List   []func(int) int
}

func (h Hooks) Run(s string) (int, error) {
	if h.Before != nil {
		s = h.Before(s)
	}
	return h.After(len(s), s, "x")
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	n := 0
	h := Hooks{
		Before: func(s string) string { return s + s },
		After: func(n int, more ...string) (int, error) {
			if n > 4 {
				return n, fmt.Errorf("long: %s", strings.Join(more, ","))
			}
			return n + len(more), nil
		},
		On:   map[string]func(){"inc": func() { n++ }},
		List: []func(int) int{func(i int) int { return i + 1 }, func(i int) int { return i * 2 }},
	}
	out = append(out, fmt.Sprintln(h.Before("a")))
	r, err := h.Run("ab")
	out = append(out, fmt.Sprintln(r, err))
	r, err = h.Run("abc")
	out = append(out, fmt.Sprintln(r, err))
	h.On["inc"]()
	h.On["inc"]()
	v := 1
	for _, f := range h.List {
		v = f(v)
	}
	out = append(out, fmt.Sprintln(n, v))
	r, _ = h.After(1)
	out = append(out, fmt.Sprintln(r))
	return strings.Join(out, ""), nil
}

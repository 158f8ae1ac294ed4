// Loops over functions with break, continue, return and nested loops.
package main

import (
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func count(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

func pairs(m []string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i, s := range m {
			if !yield(i, s) {
				return
			}
		}
	}
}

func find(n int) (int, bool) {
	for v := range count(100) {
		if v*v >= n {
			return v, true
		}
	}
	return -1, false
}

func named(n int) (sum int, err error) {
	for v := range count(10) {
		sum += v
		if v == n {
			err = errors.New("stop")
			return
		}
	}
	return sum, nil
}

func nested() string {
	for i := range count(5) {
		for j := range count(5) {
			if i*j == 6 {
				return fmt.Sprint(i, j)
			}
		}
	}
	return "none"
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for range count(2) {
		out = append(out, fmt.Sprintln("tick"))
	}
	for i := range count(10) {
		if i == 1 {
			continue
		}
		if i > 3 {
			break
		}
		out = append(out, fmt.Sprintln(i))
	}
	for i, s := range pairs([]string{"a", "b"}) {
		out = append(out, fmt.Sprintln(i, s))
	}
	for i := range pairs([]string{"x", "y"}) {
		out = append(out, fmt.Sprintln(i))
	}
	for _, s := range pairs([]string{"x", "y"}) {
		out = append(out, fmt.Sprintln(s))
	}
	out = append(out, fmt.Sprintln(find(50)))
	out = append(out, fmt.Sprintln(find(100000)))
	out = append(out, fmt.Sprintln(named(3)))
	out = append(out, fmt.Sprintln(named(30)))
	out = append(out, fmt.Sprintln(nested()))
	return strings.Join(out, ""), nil
}

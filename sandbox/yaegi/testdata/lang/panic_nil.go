package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func guarded(v any) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered: %v", r)
		}
	}()
	panic(v)
}

func sizes(n int) (out string) {
	defer func() {
		if r := recover(); r != nil {
			out = fmt.Sprint("panic: ", r)
		}
	}()
	m := make(map[string]int, n)
	m["a"] = n
	return fmt.Sprint(m)
}

func index(x []int) (out string) {
	defer func() {
		text, _, _ := strings.Cut(fmt.Sprint(recover()), " [")
		out = fmt.Sprint(x) + text
	}()
	x[1], x[3] = 4, 5
	return ""
}

func swapped(x []int, i, j int) (out string) {
	defer func() {
		text, _, _ := strings.Cut(fmt.Sprint(recover()), " [")
		out = fmt.Sprint(x) + text
	}()
	x[i], x[j] = x[j], x[i]
	return ""
}

func Handle(ctx *sdk.Context) (any, error) {
	out := []string{fmt.Sprint(guarded(nil)), fmt.Sprint(guarded(errors.New("e"))), sizes(-3), sizes(3)}
	out = append(out, index([]int{0, 0, 0}), swapped([]int{1, 2}, 0, 1), swapped([]int{1, 2}, 0, 2))
	return strings.Join(out, "\n"), nil
}

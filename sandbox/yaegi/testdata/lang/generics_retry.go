// A generic retry.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Handler func(string) (string, error)

func Retry[T any](n int, f func(int) (T, error)) (T, error) {
	var zero T
	var err error
	for i := range n {
		var v T
		if v, err = f(i); err == nil {
			return v, nil
		}
	}
	return zero, fmt.Errorf("after %d: %w", n, err)
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	v, err := Retry(3, func(i int) (string, error) {
		if i < 2 {
			return "", fmt.Errorf("try %d", i)
		}
		return "done", nil
	})
	out = append(out, fmt.Sprintln(v, err))
	_, err = Retry(2, func(i int) (int, error) { return 0, errors.New("no") })
	out = append(out, fmt.Sprintln(err))
	return strings.Join(out, ""), nil
}

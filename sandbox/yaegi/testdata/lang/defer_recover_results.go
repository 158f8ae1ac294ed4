// Named results set by a deferred recover.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func f(n int) (r int, err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("rec: %v", e)
			r = -1
		}
	}()
	if n == 0 {
		panic("zero")
	}
	if n < 0 {
		return 0, errors.New("neg")
	}
	return 10 / n, nil
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for _, n := range []int{5, 0, -1, 2} {
		r, err := f(n)
		out = append(out, fmt.Sprintln(r, err))
	}
	return strings.Join(out, ""), nil
}

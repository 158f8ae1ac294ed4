// Loops over functions that return errors from the function around.
package main

import (
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type NotFound struct{ Key string }

func (n *NotFound) Error() string { return "no " + n.Key }

func rows(n int) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for i := range n {
			var err error
			if i == 3 {
				err = &NotFound{fmt.Sprint(i)}
			}
			if !yield(i, err) {
				return
			}
		}
	}
}

func load(n int) ([]int, error) {
	var list []int
	for v, err := range rows(n) {
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", v, err)
		}
		list = append(list, v)
	}
	return list, nil
}

func first() any {
	for v := range rows(1) {
		return NotFound{fmt.Sprint(v)}
	}
	return nil
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(load(2)))
	_, err := load(9)
	var nf *NotFound
	out = append(out, fmt.Sprintln(err, errors.As(err, &nf), nf.Key, first()))
	return strings.Join(out, ""), nil
}

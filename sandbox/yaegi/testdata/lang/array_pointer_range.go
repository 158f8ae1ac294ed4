// Ranging over a pointer to an array, with and without a value.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a := &[4]int{1, 2, 3, 4}
	sum := 0
	for _, v := range a {
		sum += v
	}
	n := 0
	for i := range a {
		n += i
	}
	for i := range len(a) {
		a[i] *= 2
	}
	out = append(out, fmt.Sprintln(sum, n, *a, len(a)))
	s := a[1:3]
	s = append(s, 99)
	out = append(out, fmt.Sprintln(*a, s, cap(s)))
	return strings.Join(out, ""), nil
}

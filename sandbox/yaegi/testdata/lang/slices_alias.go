// Slices share their array until append outgrows it.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a := []int{1, 2, 3, 4, 5}
	b := a[1:3]
	b[0] = 20
	out = append(out, fmt.Sprintln(a, b, len(b), cap(b)))
	b = append(b, 40)
	out = append(out, fmt.Sprintln(a, b))
	c := a[1:3:3]
	c = append(c, 99)
	c[0] = -1
	out = append(out, fmt.Sprintln(a, c, cap(a[1:3:4])))
	d := a
	d = append(d, 6)
	d[0] = 100
	out = append(out, fmt.Sprintln(a[0], d[0], len(d)))
	a = a[:0]
	out = append(out, fmt.Sprintln(len(a), cap(a) >= 5, a[:2]))
	return strings.Join(out, ""), nil
}
